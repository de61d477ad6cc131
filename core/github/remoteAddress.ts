import { ownerProblem, repositoryProblem } from "../oci/names";

/** A repository as GitHub knows it. */
export interface OnGitHub {
  readonly owner: string;
  readonly name: string;
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

/** OWNER/NAME, also where the address is given, as a browser or git shows it. */
export function withoutAddress(text: string, api = "https://api.github.com"): string {
  const found = repositoryOfRemote(text, new URL(api).host);
  return found === undefined ? text : `${found.owner}/${found.name}`;
}

/** An enterprise's API lies at its own host, or at `api.` before it. */
function withoutApi(host: string): string {
  return host.replace(/:\d+$/, "").replace(/^api\./, "");
}
