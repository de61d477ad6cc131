import { findBuilderInUse, isBuilderChosen } from "../../../core/docker/buildx";
import { findOnPath, run } from "../../../core/process/child";
import { UserError } from "../../errors";
import { readVariable, type Variables } from "../../variables";

/** What builds images on this machine. */
export type AvailableBuilder =
  /** A builder is in use; the settings need not name it. */
  | { readonly kind: "in use" }
  /** A builder named by us, because docker has none in use that the provider works with. */
  | { readonly kind: "dedicated"; readonly name: string; readonly exists: boolean }
  | { readonly kind: "none"; readonly reason: string };

const dedicatedName = "pulumi-ghcr";
const patient = { timeoutMilliseconds: 30_000 };

/**
 * Finds a builder, or checks that docker can create one: the daemon's built-in one is not enough.
 */
export async function findBuilder(variables: Variables): Promise<AvailableBuilder> {
  if (isBuilderSelected(variables)) return { kind: "in use" };
  const docker = findOnPath("docker", variables.PATH);
  if (docker === undefined) return { kind: "none", reason: "docker is not on PATH" };
  if ((await findBuilderInUse(variables.PATH)) !== undefined) return { kind: "in use" };
  const { code } = await run(docker, ["buildx", "inspect", dedicatedName], patient);
  if (code === 0) return { kind: "dedicated", name: dedicatedName, exists: true };
  const buildx = await run(docker, ["buildx", "version"], patient);
  if (buildx.code === 0) return { kind: "dedicated", name: dedicatedName, exists: false };
  return { kind: "none", reason: `docker buildx version failed: ${buildx.output.trim()}` };
}

/** Creates the builder if it does not exist. */
export async function createBuilder(
  builder: AvailableBuilder,
  variables: Variables,
): Promise<void> {
  const docker = findOnPath("docker", variables.PATH);
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

/**
 * Whether a variable names a builder, or `docker buildx use` selected one. The provider respects
 * both.
 */
function isBuilderSelected(variables: Variables): boolean {
  return readVariable(variables, "BUILDX_BUILDER") !== undefined || isBuilderChosen(variables);
}
