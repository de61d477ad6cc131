import { evaluate, observe } from "./observing";
import type { DesiredStack, DesiredRepository } from "../../../../stack/model";
import type { PriorState } from "../../../../stack/state";
import { Token } from "../../../../core/tokens/token";
import {
  ADMINISTRATOR_TOKEN,
  ORGANIZATION_TOKEN,
  PUBLISHER_TOKEN,
  SEED_ORGANIZATION,
} from "../../../../sandbox/seed";
import { desiredRepository, desiredStack } from "../../desired";
import { githubForEachTest } from "../../../sandbox/world";

export const github = githubForEachTest();

export type Change = Partial<Omit<DesiredRepository, "name" | "secretName">> & {
  readonly name: string;
};

export function userStack(repositories: readonly Change[]): DesiredStack {
  return desiredStack({
    repositories: repositories.map((each) => desiredRepository(each.name, each)),
  });
}

export function organizationStack(
  repositories: readonly Change[],
  token = ORGANIZATION_TOKEN,
): DesiredStack {
  const credentials = { admin: new Token(token), publish: new Token(PUBLISHER_TOKEN) };
  return { ...userStack(repositories), owner: SEED_ORGANIZATION, credentials };
}

export async function createRepository(body: object, at = "/user/repos"): Promise<void> {
  const token = at === "/user/repos" ? ADMINISTRATOR_TOKEN : ORGANIZATION_TOKEN;
  const { status } = await github.ask("POST", at, { token, body });
  expect(status).toBe(201);
}

/** The findings, and the requests except those for the account and the repositories. */
export async function check(
  stack: DesiredStack,
  before?: PriorState,
): Promise<[string[], string[]]> {
  const start = github.journal.read().length;
  const answers = await observe(stack, before, github.origin);
  const findings = evaluate(stack, before, answers);
  for (const { fix = [], cause } of findings) expect([...fix, cause ?? ""].join("")).not.toBe("");
  return [
    findings.map(({ setting, outcome, message: what }) => `${outcome}: ${setting}: ${what}`),
    github.journal
      .read()
      .slice(start)
      .map(({ path }) => path)
      .filter(
        (path) => !/^\/user(\/repos)?$|^\/repos\/[^/]+\/[^/]+$|^\/orgs\/[^/]+\/repos$/.test(path),
      ),
  ];
}
