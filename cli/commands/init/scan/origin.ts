import { run } from "../../../../core/process/child";
import { repositoryOfRemote, type GitHubRepository } from "../../../../core/github/remoteAddress";
import { CannotRun } from "../../../errors";

/**
 * Reads git's `origin`; undefined if there is none, or if it is not on GitHub. Git refuses to read
 * a folder of another user unless configured to.
 */
export async function readOrigin(
  root: string,
  apiHost: string,
): Promise<GitHubRepository | undefined> {
  const { code, stdout, output } = await run("git", ["-C", root, "remote", "get-url", "origin"]);
  if (code === 0) return repositoryOfRemote(stdout.trim(), apiHost);
  if (!output.includes("dubious ownership")) return undefined;
  throw new CannotRun(
    `${root}: git does not read a folder that belongs to another user; if you trust it, run:\ngit config --global --add safe.directory ${root}`,
  );
}
