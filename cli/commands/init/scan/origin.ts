import { run } from "../../../../core/process/child";
import { repositoryOfRemote, type OnGitHub } from "../../../../core/github/remoteAddress";
import { CannotRun } from "../../../errors";

/**
 * What git's `origin` says; nothing where there is none, or where it is not on GitHub. A folder of
 * another user is one that git does not look into until it is told to.
 */
export async function readOrigin(root: string, apiHost: string): Promise<OnGitHub | undefined> {
  const { code, stdout, output } = await run("git", ["-C", root, "remote", "get-url", "origin"]);
  if (code === 0) return repositoryOfRemote(stdout.trim(), apiHost);
  if (!output.includes("dubious ownership")) return undefined;
  throw new CannotRun(
    `${root}: git does not read a folder that belongs to another user; if you trust it, run:\ngit config --global --add safe.directory ${root}`,
  );
}
