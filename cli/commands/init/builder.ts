import { findBuilderInUse, isBuilderChosen } from "../../../core/docker/buildx";
import { findOnPath, run } from "../../../core/process/child";
import { UserError } from "../../errors";
import { readVariable, type Variables } from "../../variables";

/** What builds images on this machine. */
export type AvailableBuilder =
  /** A builder is in use; the settings need not name it. */
  | { readonly kind: "in use" }
  /** The settings must name it, because the provider would use another one. */
  | { readonly kind: "named"; readonly name: string; readonly exists: boolean }
  | { readonly kind: "none"; readonly reason: string };

/** Created if docker has none in use that the provider works with. */
const ownName = "pulumi-ghcr";
const patient = { timeoutMilliseconds: 30_000 };

/**
 * Finds a builder, or checks that docker can create one: the daemon's built-in one is not enough.
 */
export async function findBuilder(variables: Variables): Promise<AvailableBuilder> {
  const docker = findOnPath("docker", variables.PATH);
  // Docker's commands read this variable, the provider does not.
  const name = readVariable(variables, "BUILDX_BUILDER");
  const isUsable = async (): Promise<boolean> =>
    docker === undefined || (await findBuilderInUse(variables.PATH, name)) !== undefined;
  if (name !== undefined && (await isUsable())) return { kind: "named", name, exists: true };
  if (isBuilderChosen(variables)) return { kind: "in use" };
  if (docker === undefined) return { kind: "none", reason: "docker is not on PATH" };
  if ((await findBuilderInUse(variables.PATH)) !== undefined) return { kind: "in use" };
  const { code } = await run(docker, ["buildx", "inspect", ownName], patient);
  if (code === 0) return { kind: "named", name: ownName, exists: true };
  const buildx = await run(docker, ["buildx", "version"], patient);
  if (buildx.code === 0) return { kind: "named", name: ownName, exists: false };
  return { kind: "none", reason: `docker buildx version failed: ${buildx.output.trim()}` };
}

/** Creates the builder if it does not exist. */
export async function createBuilder(
  builder: AvailableBuilder,
  variables: Variables,
): Promise<void> {
  const docker = findOnPath("docker", variables.PATH);
  if (builder.kind !== "named" || builder.exists || docker === undefined) return;
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
