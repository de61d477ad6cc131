import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { apiAddressIn, apiAddressProblem } from "../../../core/github/apiAddress";
import { registryProblem } from "../../../core/oci/names";
import { CannotRun } from "../../errors";
import { findPulumi } from "../../pulumi/findPulumi";
import type { PulumiContext } from "../../pulumi/runPulumi";
import { readVariable, type Variables } from "../../variables";
import type { InitArguments } from "./options";

/** What init needs: the program, Pulumi, GitHub's API, the registry and the folders. */
export interface Prerequisites extends PulumiContext {
  readonly api: string;
  readonly registry: string;
  /** The folders to search, as existing absolute paths. */
  readonly folders: readonly string[];
}

/** Throws everything that is missing as one error. Mirrors need no folder. */
export async function findPrerequisites(
  { folders, mirrors }: Pick<InitArguments, "folders" | "mirrors">,
  variables: Variables = process.env,
): Promise<Prerequisites> {
  const problems: string[] = [];
  const workingFolder = process.cwd();
  const program = programFolder(workingFolder);
  if (program === undefined) {
    problems.push(
      "no Pulumi program found; run init in a clone of pulumi-ghcr, or by the clone's path",
    );
  }
  const api = apiAddressIn(variables);
  if (api === undefined) problems.push(apiAddressProblem);
  const registry = readVariable(variables, "GHCR_REGISTRY") ?? "ghcr.io";
  const registryIssue = registryProblem(registry);
  if (registryIssue !== undefined) problems.push(`GHCR_REGISTRY: '${registry}' ${registryIssue}`);
  const hasDefault = folders.length === 0 && mirrors === undefined;
  const names = hasDefault ? ["."] : folders;
  for (const folder of names) {
    const problem = folderProblem(resolve(workingFolder, folder));
    if (problem !== undefined) problems.push(`'${folder}': ${problem}`);
  }
  if (hasDefault && program === workingFolder) {
    problems.push(
      "this folder is the clone of pulumi-ghcr; name the folder with your Dockerfile: npx pulumi-ghcr init ../my-app",
    );
  }
  if (problems.length > 0 || program === undefined || api === undefined) {
    throw new CannotRun(problems.join("\n"));
  }
  return {
    program,
    // Last, because this may download it.
    pulumi: await findPulumi(variables),
    environment: { ...variables },
    api,
    registry,
    folders: names.map((each) => resolve(workingFolder, each)),
  };
}

/** The folder of this program: the working folder, or the clone that this command is in. */
function programFolder(workingFolder: string): string | undefined {
  const clone = join(__dirname, "..", "..", "..");
  return [workingFolder, clone].find((folder) => isProgram(folder));
}

function isProgram(folder: string): boolean {
  const file = join(folder, "Pulumi.yaml");
  // A compiled package has no Pulumi.yaml beside it.
  return existsSync(file) && /^name:\s*["']?pulumi-ghcr["']?\s*$/m.test(readFileSync(file, "utf8"));
}

function folderProblem(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return "no such folder";
  return stats.isDirectory() ? undefined : "is a file; name the folder that it is in";
}
