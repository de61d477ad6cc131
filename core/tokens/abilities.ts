import { settingsPages } from "../github/settingsPages";
import type { TokenFacts } from "./facts";
import { newTokenPage, scopesOnApi, scopesOnRegistry } from "./scopes";
import type { TokenKind } from "./token";

/** Whether a token may do something, with the reason, and the fix if it may not. */
export interface Ability {
  readonly can: "yes" | "no" | "unknown";
  readonly reason: string;
  /** The scopes that are missing. */
  readonly missing: readonly string[];
  readonly fix: readonly string[];
}

/** Actions on ghcr.io, with the scopes that its token service requires by name. */
export const registryActs = {
  "log in": ["read:packages"],
  "pull private packages": ["read:packages"],
  push: ["read:packages", "write:packages"],
  // Versions are deleted with GitHub's REST API: the registry itself answers 405.
  "delete packages": ["read:packages", "delete:packages"],
} as const;
export type RegistryAct = keyof typeof registryActs;

/** Actions with GitHub's API, with the scopes of a classic token. */
export const administratorActs = {
  "manage repositories": ["repo"],
  "manage secrets": ["repo"],
  "manage Actions settings": ["repo"],
  "write workflow files": ["repo", "workflow"],
  "manage organization secrets": ["admin:org"],
  "delete repositories": ["delete_repo"],
  "read packages": ["read:packages"],
} as const;
export type AdministratorAct = keyof typeof administratorActs;

/** What the token may do on ghcr.io. */
export function abilityOnRegistry(facts: TokenFacts, act: RegistryAct): Ability {
  const needed = registryActs[act];
  const classic = useClassicToken(needed);
  const refused = findGeneralRefusal(facts, needed);
  if (refused !== undefined) return refused;
  switch (facts.kind) {
    case "fine-grained":
      return act === "log in"
        ? unknown(
            "ghcr.io does not support fine-grained tokens, although it may accept the login",
            classic,
          )
        : noFineGrained(needed);
    case "installation":
      return installationOnRegistry(facts, act);
    case "App user":
      return unknown("whether ghcr.io accepts a GitHub App's user token is not confirmed", classic);
    default:
      return abilityByScopes(facts, needed, scopesOnRegistry);
  }
}

/** Why no token of this kind may pull or push on ghcr.io, whatever GitHub says about it. */
export function kindRefusedByRegistry(kind: TokenKind, act: RegistryAct): Ability | undefined {
  const needed = registryActs[act];
  if (kind === "fine-grained") return noFineGrained(needed);
  return kind === "refresh" ? noRefreshToken(needed) : undefined;
}

function noFineGrained(needed: readonly string[]): Ability {
  const reason = "ghcr.io does not support fine-grained tokens (github/roadmap#558)";
  return no(reason, [], useClassicToken(needed));
}

const useClassicToken = (needed: readonly string[]): readonly string[] => [
  "Use a classic token instead:",
  newTokenPage(needed),
];

/** What the token may do with GitHub's API: all of the acts, or not. */
export function administratorAbility(
  facts: TokenFacts,
  ...acts: readonly AdministratorAct[]
): Ability {
  const needed = [...new Set<string>(acts.flatMap((act) => administratorActs[act]))];
  const refused = findGeneralRefusal(facts, needed);
  if (refused !== undefined) return refused;
  if (facts.kind === "fine-grained" || facts.kind === "installation" || facts.kind === "App user") {
    return unknown(`GitHub does not list the permissions of a token of kind ${facts.kind}`);
  }
  const ability = abilityByScopes(facts, needed, scopesOnApi);
  const isPublicOnly =
    acts.includes("manage repositories") &&
    ability.missing.every((scope) => scope === "repo") &&
    facts.scopes?.includes("public_repo") === true;
  if (ability.can !== "no" || !isPublicOnly) return ability;
  return { ...ability, can: "unknown", reason: "public_repo is for public repositories only" };
}

/** A reason that no scope can fix. */
function findGeneralRefusal(facts: TokenFacts, needed: readonly string[]): Ability | undefined {
  const fix = [newTokenPage(needed)];
  if (facts.kind === "refresh") return noRefreshToken(needed);
  if (facts.daysLeft !== null && facts.daysLeft < 0) return no("the token has expired", [], fix);
  if (facts.accepted === false) {
    return no("GitHub does not recognize the token: it is wrong, expired or revoked", [], fix);
  }
  if (facts.rateLimited) return unknown("GitHub's rate limit is reached; try again later");
  return undefined;
}

function noRefreshToken(needed: readonly string[]): Ability {
  return no("a refresh token (ghr_) only fetches other tokens", [], [newTokenPage(needed)]);
}

function installationOnRegistry(facts: TokenFacts, act: RegistryAct): Ability {
  if (act === "log in" && facts.accepted === true) return yes("any installation may log in");
  return unknown(
    "a workflow's GITHUB_TOKEN may with the right permissions, another App's token may not," +
      " and both begin with ghs_",
    ["Set in the workflow's job: permissions: packages: write"],
  );
}

function abilityByScopes(
  facts: TokenFacts,
  needed: readonly string[],
  expandScopes: (scopes: readonly string[]) => ReadonlySet<string>,
): Ability {
  if (facts.scopes === null) return unknown("GitHub does not report the scopes of this token");
  const held = expandScopes(facts.scopes);
  const missing = needed.filter((scope) => !held.has(scope));
  if (missing.length > 0) return missingScopes(facts, needed, missing);
  if (facts.singleSignOn?.state === "required") {
    const { address } = facts.singleSignOn;
    return unknown("its organization requires the token to be authorized for single sign-on", [
      address ?? `${settingsPages.tokens}: Configure SSO`,
    ]);
  }
  return yes(`it has ${needed.join(" and ")}`);
}

function missingScopes(
  facts: TokenFacts,
  needed: readonly string[],
  missing: readonly string[],
): Ability {
  const [noun, verb] = missing.length === 1 ? ["scope", "is"] : ["scopes", "are"];
  const listed = facts.scopes ?? [];
  const hint =
    missing.includes("read:packages") && listed.includes("write:packages")
      ? " ghcr.io requires read:packages in addition to write:packages."
      : "";
  const fix =
    facts.kind === "OAuth"
      ? [`gh auth refresh -h github.com --scopes ${needed.join(",")}`]
      : [
          `Tick ${missing.join(" and ")} at ${settingsPages.tokens}, or create a new token:`,
          newTokenPage(needed),
        ];
  return no(`the ${noun} ${missing.join(" and ")} ${verb} missing.${hint}`, missing, fix);
}

const yes = (reason: string): Ability => ({ can: "yes", reason, missing: [], fix: [] });

const no = (reason: string, missing: readonly string[], fix: readonly string[]): Ability => ({
  can: "no",
  reason,
  missing,
  fix,
});

const unknown = (reason: string, fix: readonly string[] = []): Ability => ({
  can: "unknown",
  reason,
  missing: [],
  fix,
});
