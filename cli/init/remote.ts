import { run } from "../../engine/child";
import { ownerProblem, repositoryProblem } from "../../ghcr/names";
import { CannotRun } from "../explained";

/** A repository as GitHub knows it. */
export interface OnGitHub {
  readonly owner: string;
  readonly name: string;
}

/**
 * What git's `origin` says; nothing where there is none, or where it is not on GitHub. A folder of
 * another user is one that git does not look into until it is told to.
 */
export async function originOf(root: string, apiHost: string): Promise<OnGitHub | undefined> {
  const { code, stdout, output } = await run("git", ["-C", root, "remote", "get-url", "origin"]);
  if (code === 0) return repositoryOfRemote(stdout.trim(), apiHost);
  if (!output.includes("dubious ownership")) return undefined;
  throw new CannotRun(
    `${root}: git does not look into a folder that belongs to another user; if you trust it:\ngit config --global --add safe.directory ${root}`,
  );
}

/**
 * Reads a remote's address: `https://github.com/owner/name.git`, or the two forms of ssh, in which
 * the host may be a name of ssh's own settings that has `github` in it. What stands before an `@` may
 * be a password, and goes nowhere.
 */
export function repositoryOfRemote(text: string, apiHost: string): OnGitHub | undefined {
  const [, host = "", path = ""] =
    /^[a-z+]+:\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/i.exec(text) ??
    /^(?:[^@/\s]+@)?([^/:\s]+):(?!\/)(.+)$/.exec(text) ??
    [];
  const isGitHub = /(?:^|[.-])github(?:[.-]|$)/i.test(host) || host === withoutApi(apiHost);
  if (!isGitHub) return undefined;
  const [owner = "", name = "", ...more] = path.replace(/\/$|\.git\/?$/g, "").split("/");
  const isName = ownerProblem(owner) === undefined && repositoryProblem(name) === undefined;
  return isName && more.length === 0 ? { owner, name } : undefined;
}

/** An enterprise's API lies at its own host, or at `api.` before it. */
function withoutApi(host: string): string {
  return host.replace(/:\d+$/, "").replace(/^api\./, "");
}
