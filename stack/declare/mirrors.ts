import type { Deployed } from "../../components/deployment";
import { Mirror } from "../../components/mirror/mirror";
import type { MirrorArgs, MirrorCopyHint, MirrorHints } from "../../components/mirror/args";
import type { PublishingRepository } from "../../components/publishingRepository/publishingRepository";
import { parseReference } from "../../core/oci/reference";

/** A mirror as a stack's settings have it. */
interface Desired extends Pick<MirrorArgs, "from" | "tags" | "mode" | "platforms" | "login"> {
  /** The repository that it is linked to, by its name alone. */
  readonly repository?: string;
  /** The Compose services that run it. */
  readonly service: readonly string[];
}

type Shared = Pick<MirrorArgs, "registry" | "owner" | "username" | "token" | "builder">;

/** What the preflight gives of a tag; sources are text there, as the state has those of before. */
interface PreflightCopy extends Omit<MirrorCopyHint, "sources"> {
  readonly sources: readonly string[];
}

/** What a preflight learned. */
interface Preflight {
  readonly image: (name: string) => Pick<MirrorHints, "pass" | "last">;
  readonly mirror: (
    name: string,
  ) => Pick<MirrorHints, "isCopied" | "backups"> & { readonly copies?: readonly PreflightCopy[] };
}

/** Every mirror of a stack. One that is linked waits for its repository, where the stack has that. */
export function declareMirrors(
  mirrors: Readonly<Record<string, Desired>>,
  shared: Shared,
  preflight: Preflight,
  repositories: readonly { readonly name: string; readonly publishing: PublishingRepository }[],
): readonly Deployed[] {
  return Object.entries(mirrors).map(([name, { repository, service, ...args }]) => {
    const linked = repositories.find((each) => each.name === repository)?.publishing;
    const address = repository && `https://github.com/${shared.owner}/${repository}`;
    const source = linked?.source ?? address;
    const hints = hintsFor(preflight, name);
    const image = new Mirror(
      name,
      { ...shared, ...args, image: name, source, hints },
      linked === undefined ? {} : { dependsOn: [linked] },
    );
    return { name, image, services: service };
  });
}

function hintsFor(preflight: Preflight, name: string): MirrorHints {
  const { pass, last } = preflight.image(name);
  const { copies, isCopied, backups } = preflight.mirror(name);
  return {
    copies: copies?.map(({ tag, sources, image }) => ({
      tag,
      sources: sources.map(parseReference),
      image,
    })),
    ...{ isCopied, backups, pass, last },
  };
}
