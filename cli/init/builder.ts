import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { onPath, run } from "../../engine/child";
import { builderCandidate } from "../../engine/builder";
import { isRecord, parseJson } from "../../ghcr/http/json";
import { variable, type Variables } from "../variables";

/** By what images are built on this machine. */
export type BuilderHere =
  /** One that is there and in use; the settings need not name it. */
  | { readonly is: "in use" }
  /** One that init made, because docker has none of a kind that the provider works with. */
  | { readonly is: "made"; readonly name: string }
  | { readonly is: "none"; readonly why: string };

const ownName = "pulumi-ghcr";

/** Finds a builder, or has docker make one: the one that is built into the daemon does not do. */
export async function prepareBuilder(variables: Variables): Promise<BuilderHere> {
  if (isNamed(variables)) return { is: "in use" };
  const docker = onPath("docker", variables.PATH);
  if (docker === undefined) return { is: "none", why: "docker is not on PATH" };
  if ((await builderCandidate()) !== undefined) return { is: "in use" };
  const patient = { timeoutMilliseconds: 30_000 };
  const there = await run(docker, ["buildx", "inspect", ownName], patient);
  if (there.code === 0) return { is: "made", name: ownName };
  const made = await run(
    docker,
    ["buildx", "create", "--name", ownName, "--driver", "docker-container"],
    patient,
  );
  if (made.code === 0) return { is: "made", name: ownName };
  return { is: "none", why: `docker buildx create said: ${made.output.trim()}` };
}

/** Whether a builder is named by a variable, or was chosen by `docker buildx use`. The provider goes by these itself. */
function isNamed(variables: Variables): boolean {
  if (variable(variables, "BUILDX_BUILDER") !== undefined) return true;
  const docker = variable(variables, "DOCKER_CONFIG") ?? join(homedir(), ".docker");
  const folder = variable(variables, "BUILDX_CONFIG") ?? join(docker, "buildx");
  try {
    const current = parseJson(readFileSync(join(folder, "current"), "utf8"));
    return isRecord(current) && typeof current.Name === "string" && current.Name !== "";
  } catch {
    return false;
  }
}
