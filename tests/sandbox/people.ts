import type { GithubHalf, Reply } from "./world";
import type { Organization, Token, World } from "../../sandbox/world/world";

/** A token without permissions; each test adds what it needs. */
export function createToken(token: string, change: Partial<Token>): Token {
  return {
    token,
    kind: "classic",
    owner: "F1bonacci66",
    scopes: null,
    expiresAt: null,
    revoked: false,
    ...change,
  };
}

/** Adds a token, and returns its value. */
export function addToken(world: World, token: string, change: Partial<Token>): string {
  world.tokens.push(createToken(token, change));
  return token;
}

export function requireOrganization(world: World, login: string): Organization {
  const found = world.accounts.find((account) => account.login === login)?.organization;
  if (found === undefined) throw new Error(`there is no organization ${login}`);
  return found;
}

/** A refusal's status, and its errors or else its message. */
export function listErrors({ status, body }: Reply): unknown[] {
  const errors = (body.errors ?? []) as { message?: string; field: string; code: string }[];
  if (errors.length === 0) return [status, body.message];
  return [status, ...errors.map(({ message, field, code }) => message ?? `${field} ${code}`)];
}

export async function makeRepository(
  github: GithubHalf,
  owner: string | null,
  body: { name: string } & Record<string, unknown>,
  token?: string,
): Promise<number> {
  const path = owner === null ? "/user/repos" : `/orgs/${owner}/repos`;
  const reply = await github.ask("POST", path, { body, token });
  if (reply.status !== 201) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
  return Number(reply.body.id);
}
