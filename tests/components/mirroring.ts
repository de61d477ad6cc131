import { Mirror, type MirrorArgs } from "../../components";
import type { MirrorHints } from "../../components/mirror/args";
import { parseReference } from "../../core/oci/reference";
import { token } from "./publishImage";
import { record, type Recording, type RecordOptions } from "./recording";

export const digest = `sha256:${"1".repeat(64)}`;
export const source = `docker.io/library/postgres:16@${digest}`;
export const target = "ghcr.io/alexanderjkochnev/my-postgres";

/** A preflight's hint: these tags have the same source. */
export function copiesOf(...tags: readonly string[]): Required<Pick<MirrorHints, "copies">> {
  return { copies: tags.map((tag) => ({ tag, sources: [parseReference(source)] })) };
}

/** Records a mirror with these arguments. */
export function mirror(
  args: Partial<MirrorArgs> = {},
  options: RecordOptions = {},
): Promise<Recording<Mirror>> {
  return record(
    () =>
      new Mirror("my-postgres", {
        owner: "AlexanderJKochnev",
        image: "my-postgres",
        from: "docker.io/library/postgres",
        tags: ["16"],
        hints: copiesOf("16"),
        username: "AlexanderJKochnev",
        token,
        ...args,
      }),
    options,
  );
}

export const component = { type: "ghcr:index:Mirror", name: "my-postgres", inputs: {} };

export const pushLogin = {
  ...{ address: "ghcr.io", username: "AlexanderJKochnev" },
  password: { secret: token },
};

/** The resource that copies a tag. */
export function index(tag: string, changed: object = {}): object {
  const inputs = { sources: [source], tag: `${target}:${tag}`, push: true, registry: pushLogin };
  return {
    type: "docker-build:index:Index",
    name: `my-postgres:${tag}`,
    parent: "my-postgres",
    inputs: { ...inputs, ...changed },
  };
}
