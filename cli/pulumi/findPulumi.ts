import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { run } from "../../core/process/child";
import { findInstalledPulumi, npmPulumiFolder } from "../../core/pulumi/npmPackage";
import { CannotRun } from "../errors";
import { readVariable, type Variables } from "../variables";

/**
 * Finds Pulumi: the installed one, or else the one that the npm package `pulumi` downloads when it
 * is used first. It is not run through that package, which does not end it when we are killed.
 */
export async function findPulumi(variables: Variables = process.env): Promise<string> {
  const installed = findInstalledPulumi(variables);
  if (installed !== undefined) return installed;
  const require = createRequire(__filename);
  const { version: own } = require("pulumi/package.json") as { readonly version: string };
  // The package reads this variable, too.
  const version = readVariable(variables, "PULUMI_VERSION") ?? own;
  const name = process.platform === "win32" ? "pulumi.exe" : "pulumi";
  const downloaded = join(npmPulumiFolder(version, variables), "bin", name);
  if (existsSync(downloaded)) return downloaded;
  // It shows its progress. Our own standard output may be read by another program.
  const { code } = await run(process.execPath, [require.resolve("pulumi/run.js"), "version"], {
    environment: { ...variables },
    show: 2,
  });
  if (code === 0 && existsSync(downloaded)) return downloaded;
  throw new CannotRun(
    `Pulumi is not installed, and 'npx pulumi' cannot download version ${version} of it; see https://www.pulumi.com/docs/install/`,
  );
}
