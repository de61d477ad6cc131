import { findBuilderInUse, isBuilderChosen } from "../../../core/docker/buildx";
import { findOnPath, run } from "../../../core/process/child";
import { Explained } from "../../explained";
import { variable, type Variables } from "../../variables";

/** By what images are built on this machine. */
export type BuilderHere =
  /** One that is there and in use; the settings need not name it. */
  | { readonly is: "in use" }
  /** One of our own, because docker has none in use of a kind that the provider works with. */
  | { readonly is: "own"; readonly name: string; readonly isThere: boolean }
  | { readonly is: "none"; readonly why: string };

const ownName = "pulumi-ghcr";
const patient = { timeoutMilliseconds: 30_000 };

/** Finds a builder, or that docker can make one: the one that is built into the daemon does not do. */
export async function findBuilder(variables: Variables): Promise<BuilderHere> {
  if (isNamed(variables)) return { is: "in use" };
  const docker = findOnPath("docker", variables.PATH);
  if (docker === undefined) return { is: "none", why: "docker is not on PATH" };
  if ((await findBuilderInUse(variables.PATH)) !== undefined) return { is: "in use" };
  const { code } = await run(docker, ["buildx", "inspect", ownName], patient);
  if (code === 0) return { is: "own", name: ownName, isThere: true };
  const buildx = await run(docker, ["buildx", "version"], patient);
  if (buildx.code === 0) return { is: "own", name: ownName, isThere: false };
  return { is: "none", why: `docker buildx version said: ${buildx.output.trim()}` };
}

/** Has docker make the builder, if it is not there. */
export async function makeBuilder(builder: BuilderHere, variables: Variables): Promise<void> {
  const docker = findOnPath("docker", variables.PATH);
  if (builder.is !== "own" || builder.isThere || docker === undefined) return;
  const { code, output } = await run(
    docker,
    ["buildx", "create", "--name", builder.name, "--driver", "docker-container"],
    patient,
  );
  if (code === 0) return;
  throw new Explained(
    `docker buildx create said: ${output.trim()}\nFix that, or let GitHub build: --build actions`,
  );
}

/** Whether a builder is named by a variable, or was chosen by `docker buildx use`. The provider goes by these itself. */
function isNamed(variables: Variables): boolean {
  return variable(variables, "BUILDX_BUILDER") !== undefined || isBuilderChosen(variables);
}
