import { collectObservations } from "../../../../stack/preflight/collect";
import { evaluateStack } from "../../../../stack/preflight/evaluate";
import type { Wanted, WantedRepository } from "../../../../stack/preflight/wanted";
import type { PriorState } from "../../../../stack/state";
import { Token } from "../../../../core/tokens/token";
import {
  ADMINISTRATOR_TOKEN,
  ORGANIZATION_TOKEN,
  PUBLISHER_TOKEN,
  SEED_ORGANIZATION,
} from "../../../../sandbox/seed";
import { bareRepository } from "./bareRepository";
import { startGithubHalf, type GithubHalf } from "../../../sandbox/world";

export let github: GithubHalf;

/** Gives each test of a file a GitHub of its own. */
export function startGithubForEach(): void {
  beforeEach(async () => {
    github = await startGithubHalf();
  });

  afterEach(async () => {
    await github.close();
  });
}

export type Change = Partial<Omit<WantedRepository, "name" | "secretName">> & {
  readonly name: string;
};

export function userStack(repositories: readonly Change[]): Wanted {
  return {
    owner: "F1bonacci66",
    registry: "localhost:1",
    username: "F1bonacci66",
    pullUsername: "F1bonacci66",
    administrator: new Token(ADMINISTRATOR_TOKEN),
    publisher: new Token(PUBLISHER_TOKEN),
    repositories: repositories.map((each) => ({
      ...bareRepository(each.name),
      ...each,
    })),
    images: [],
    mirrors: [],
    packages: [],
  };
}

export function organizationStack(
  repositories: readonly Change[],
  token = ORGANIZATION_TOKEN,
): Wanted {
  const administrator = new Token(token);
  return { ...userStack(repositories), owner: SEED_ORGANIZATION, administrator };
}

export async function make(body: object, at = "/user/repos"): Promise<void> {
  const token = at === "/user/repos" ? ADMINISTRATOR_TOKEN : ORGANIZATION_TOKEN;
  const { status } = await github.ask("POST", at, { token, body });
  expect(status).toBe(201);
}

/** What was found, and what was asked for it beside the account and the repositories. */
export async function found(wanted: Wanted, before?: PriorState): Promise<[string[], string[]]> {
  const start = github.journal.read().length;
  const answers = await collectObservations(wanted, before, github.origin);
  const findings = evaluateStack(wanted, before, answers);
  for (const { mend = [], cause } of findings) expect([...mend, cause ?? ""].join("")).not.toBe("");
  return [
    findings.map(({ setting, outcome, found: what }) => `${outcome}: ${setting}: ${what}`),
    github.journal
      .read()
      .slice(start)
      .map(({ path }) => path)
      .filter(
        (path) => !/^\/user(\/repos)?$|^\/repos\/[^/]+\/[^/]+$|^\/orgs\/[^/]+\/repos$/.test(path),
      ),
  ];
}
