import type { SourceLogin, SourceWorld } from "../world/source";

/** The login that pushes what the tests copy. */
export const SOURCE_PUBLISHER: SourceLogin = {
  username: "upstream",
  password: "sandboxUpstreamPassword",
};

/** What a bearer token was issued for. */
export interface Bearer {
  /** Null for an anonymous login. */
  username: string | null;
  /** `NAME:pull` and `NAME:push`. */
  granted: ReadonlySet<string>;
}

/** Whether these are valid credentials. */
export function isValidLogin(world: SourceWorld, login: SourceLogin): boolean {
  const logins = Object.values(world.repositories).map((one) => one.login);
  return [SOURCE_PUBLISHER, ...logins].some(
    (candidate) => candidate?.username === login.username && candidate.password === login.password,
  );
}

/** Whether this user, or an anonymous one (null), can perform the action on a repository. */
export function isAllowed(
  world: SourceWorld,
  username: string | null,
  name: string,
  action: string,
): boolean {
  if (username === SOURCE_PUBLISHER.username) return action === "pull" || action === "push";
  const found = world.repositories[name];
  if (action !== "pull" || found === undefined || found.isGone) return false;
  return found.login === null || found.login.username === username;
}
