import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { findOnPath } from "../process/child";

type Variables = Readonly<Record<string, string | undefined>>;

/** The user's Pulumi home. */
export function pulumiHome({ PULUMI_HOME }: Variables = process.env): string {
  return PULUMI_HOME === undefined || PULUMI_HOME === "" ? join(homedir(), ".pulumi") : PULUMI_HOME;
}

/**
 * Where the npm package `pulumi` looks for the command line of its version, and downloads it to.
 * Pulumi's Automation API uses this folder, too.
 */
export function npmPulumiFolder(version: string, variables?: Variables): string {
  return join(pulumiHome(variables), "versions", version);
}

/**
 * Finds an installed Pulumi on PATH. npm and npx add a folder with the npm package's command, which
 * would download Pulumi.
 */
export function findInstalledPulumi({ PATH = "" }: Variables = process.env): string | undefined {
  const ofPackages = join("node_modules", ".bin");
  const folders = PATH.split(delimiter).filter((folder) => !folder.endsWith(ofPackages));
  return findOnPath("pulumi", folders.join(delimiter));
}
