import { CONTROL_PATH, serveControl } from "./control/serve";
import type { GitServer } from "./github/git/serve";
import { isGitPath } from "./github/git/serve";
import { serveGithub } from "./github/serve";
import type { Journal } from "./journal";
import type { Knobs } from "./knobs/knobs";
import { Logins } from "./registry/logins";
import { serveRegistry } from "./registry/serve";
import { serveToken } from "./registry/tokenService";
import type { Upstream } from "./registry/upstream";
import type { Handler } from "./server/http";
import type { Source } from "./source/source";
import type { Store } from "./world/store";

/** Serves everything on the sandbox's port: GitHub's API, git, the registry and the control address. */
export function createHandler(
  services: { store: Store; journal: Journal; knobs: Knobs; source: Source; git: GitServer },
  upstream: Upstream,
  controlKey: string,
): Handler {
  const { store, journal, knobs, git } = services;
  const logins = new Logins(store.world);
  return async (request, response) => {
    const path = new URL(request.url ?? "/", "http://sandbox").pathname;
    if (path.startsWith(CONTROL_PATH)) {
      await serveControl(services, controlKey, request, response);
      return;
    }
    const isRegistry = path === "/token" || path === "/v2" || path.startsWith("/v2/");
    const kind = isRegistry ? "registry" : "github";
    const note = journal.record(kind, request.method ?? "", path, response);
    await knobs.serve(kind, request, response, note, async (forwarded, forwardedResponse) => {
      if (isGitPath(path)) await git.serve(forwarded, forwardedResponse);
      else if (!isRegistry)
        await serveGithub(store, knobs.gate, forwarded, forwardedResponse, note);
      else if (path === "/token")
        await serveToken(store.world, logins, forwarded, forwardedResponse, note);
      else await serveRegistry(store, logins, upstream, forwarded, forwardedResponse, note);
    });
  };
}
