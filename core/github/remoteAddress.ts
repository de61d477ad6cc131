import { ownerProblem, repositoryProblem } from "../oci/names";

/** A repository on GitHub. */
export interface GitHubRepository {
  readonly owner: string;
  readonly name: string;
}

/**
 * Parses a git remote's address: `https://github.com/owner/name.git`, or one of the two ssh forms, whose
 * host may be an alias from the ssh configuration that contains `github`. The part before an `@` may be
 * a password and is dropped.
 */
export function repositoryOfRemote(text: string, apiHost: string): GitHubRepository | undefined {
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

/** OWNER/NAME, also from an address as a browser or git shows it. */
export function withoutAddress(text: string, api = "https://api.github.com"): string {
  const found = repositoryOfRemote(text, new URL(api).host);
  return found === undefined ? text : `${found.owner}/${found.name}`;
}

/** An enterprise's API is at its own host, or at `api.` before it. */
function withoutApi(host: string): string {
  return host.replace(/:\d+$/, "").replace(/^api\./, "");
}
