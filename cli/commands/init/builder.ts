import { findBuilderInUse, isBuilderChosen } from "../../../core/docker/buildx";
import { onPath, run } from "../../../core/process/child";
import { UserError } from "../../errors";
import { variable, type Variables } from "../../variables";

/** By what images are built on this machine. */
export type AvailableBuilder =
  /** One that is there and in use; the settings need not name it. */
  | { readonly kind: "in use" }
  /** One of our own, because docker has none in use of a kind that the provider works with. */
  | { readonly kind: "dedicated"; readonly name: string; readonly exists: boolean }
  | { readonly kind: "none"; readonly reason: string };

const dedicatedName = "pulumi-ghcr";
const patient = { timeoutMilliseconds: 30_000 };

/** Finds a builder, or that docker can make one: the one that is built into the daemon does not do. */
export async function findBuilder(variables: Variables): Promise<AvailableBuilder> {
  if (isBuilderSelected(variables)) return { kind: "in use" };
  const docker = onPath("docker", variables.PATH);
  if (docker === undefined) return { kind: "none", reason: "docker is not on PATH" };
  if ((await findBuilderInUse(variables.PATH)) !== undefined) return { kind: "in use" };
  const { code } = await run(docker, ["buildx", "inspect", dedicatedName], patient);
  if (code === 0) return { kind: "dedicated", name: dedicatedName, exists: true };
  const buildx = await run(docker, ["buildx", "version"], patient);
  if (buildx.code === 0) return { kind: "dedicated", name: dedicatedName, exists: false };
  return { kind: "none", reason: `docker buildx version failed: ${buildx.output.trim()}` };
}

/** Has docker make the builder, if it is not there. */
export async function createBuilder(
  builder: AvailableBuilder,
  variables: Variables,
): Promise<void> {
  const docker = onPath("docker", variables.PATH);
  if (builder.kind !== "dedicated" || builder.exists || docker === undefined) return;
  const { code, output } = await run(
    docker,
    ["buildx", "create", "--name", builder.name, "--driver", "docker-container"],
    patient,
  );
  if (code === 0) return;
  throw new UserError(
    `docker buildx create failed: ${output.trim()}\nFix that, or build on GitHub: --build actions`,
  );
}

/** Whether a builder is named by a variable, or was chosen by `docker buildx use`. The provider goes by these itself. */
function isBuilderSelected(variables: Variables): boolean {
  return variable(variables, "BUILDX_BUILDER") !== undefined || isBuilderChosen(variables);
}
