import type { Deployed } from "../../components/deployment";
import { Mirror } from "../../components/mirror/mirror";
import type { MirrorArgs } from "../../components/mirror/args";
import type { PublishingRepository } from "../../components/publishingRepository/publishingRepository";

/** A mirror as a stack's settings have it. */
interface Wanted extends Pick<MirrorArgs, "from" | "tags" | "mode" | "platforms" | "login"> {
  /** The repository that it is linked to, by its name alone. */
  readonly repository?: string;
  /** The Compose services that run it. */
  readonly service: readonly string[];
}

type Shared = Pick<MirrorArgs, "registry" | "username" | "token" | "builder"> & {
  readonly owner: string;
};

/** What a preflight learned. */
interface Told {
  readonly image: (name: string) => Pick<MirrorArgs, "pass" | "last">;
  readonly mirror: (name: string) => Pick<MirrorArgs, "copies" | "isCopied" | "backups">;
}

/** Every mirror of a stack. One that is linked waits for its repository, where the stack has that. */
export function declareMirrors(
  mirrors: Readonly<Record<string, Wanted>>,
  shared: Shared,
  told: Told,
  repositories: readonly { readonly name: string; readonly publishing: PublishingRepository }[],
): readonly Deployed[] {
  return Object.entries(mirrors).map(([name, { repository, service, ...args }]) => {
    const { pass, last } = told.image(name);
    const linked = repositories.find((each) => each.name === repository)?.publishing;
    const address = repository && `https://github.com/${shared.owner}/${repository}`;
    const source = linked?.source ?? address;
    const whole = { ...shared, ...args, ...told.mirror(name), pass, last, image: name };
    const image = new Mirror(
      name,
      { ...whole, ...(source === undefined ? {} : { source }) },
      linked === undefined ? {} : { dependsOn: [linked] },
    );
    return { name, image, services: service };
  });
}
