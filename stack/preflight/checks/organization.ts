import { askIfPossible, type GitHubClient } from "../../../core/github/client";
import { settingsPages } from "../../../core/github/settingsPages";
import { planIn } from "../../../core/github/plan";
import { permissionsIn } from "./adoption";
import type { Observations, OwnerAnswer } from "../observations";
import type { SettingFinding } from "../finding";
import { needsInternal } from "./internal";
import { mergeForRepositories } from "./merge";
import type { DesiredRepository, DesiredStack } from "../../model";

/**
 * Reads what the settings need to know about the organization; a user's own account needs no
 * request.
 */
export async function collectOwner(
  github: GitHubClient,
  stack: DesiredStack,
  account: string | null,
  plan: string | null,
): Promise<OwnerAnswer> {
  const { owner, repositories } = stack;
  if (account?.toLowerCase() === owner.toLowerCase()) {
    return { isOrganization: false, plan, permissions: null };
  }
  const [organization, permissions] = await Promise.all([
    repositories.some(needsPlan) || needsInternal(stack)
      ? askIfPossible(github, "GET /orgs/{owner}", { owner })
      : undefined,
    repositories.some(needsPermissions)
      ? askIfPossible(github, "GET /orgs/{owner}/actions/permissions/workflow", { owner })
      : undefined,
  ]);
  const isAnswered = organization?.status === 200 || organization?.status === 404;
  return {
    isOrganization: isAnswered ? organization.status === 200 : null,
    plan: planIn(organization?.body),
    permissions: permissionsIn(permissions?.body),
  };
}

function needsPlan({ secretScope, protectTags, workflow }: DesiredRepository): boolean {
  return secretScope === "organization" || protectTags !== undefined || workflow?.attest === true;
}

function needsPermissions({
  workflowPermissions,
  approvePullRequests,
}: DesiredRepository): boolean {
  return workflowPermissions === "write" || approvePullRequests === true;
}

/** Reports settings that the owner's account, plan or policy does not support. */
export function evaluateOwner(
  stack: DesiredStack,
  observed: Observations,
): readonly SettingFinding[] {
  const { owner } = observed;
  if (owner === undefined) return [];
  return [
    ...mergeForRepositories(
      stack.repositories.filter(
        ({ secretScope }) => secretScope === "organization" && owner.isOrganization === false,
      ),
      "secretScope",
      {
        message: `${stack.owner} is not an organization, and only organizations have secrets for several repositories`,
        cause: "GitHub stores a user account's secrets on each repository.",
        fix: ["Remove 'secretScope: organization'; each repository then gets the secret."],
      },
    ),
    ...evaluatePlan(stack, observed, owner),
    ...evaluatePolicy(stack, owner),
  ];
}

/** https://docs.github.com/en/actions/concepts/security/artifact-attestations */
const smallPlans: Readonly<Record<string, string>> = { free: "Free", pro: "Pro", team: "Team" };

function evaluatePlan(
  { repositories }: DesiredStack,
  observed: Observations,
  { plan, isOrganization }: OwnerAnswer,
): readonly SettingFinding[] {
  const notPublic = repositories.filter(
    (repository) => visibilityOf(repository, observed) !== "public",
  );
  const smallPlan = Object.hasOwn(smallPlans, plan ?? "") ? smallPlans[plan ?? ""] : undefined;
  // With an unknown plan, the workflow's job reports the problem.
  const attestations =
    smallPlan !== undefined
      ? mergeForRepositories(
          notPublic.filter(({ workflow }) => workflow?.attest === true),
          "workflow.attest",
          {
            message: `on the ${smallPlan} plan, GitHub accepts attestations only for public repositories`,
            cause:
              "Only the Enterprise Cloud plan has attestations for other repositories; the workflow's job would fail.",
            fix: ["Set 'attest: false', make the repository public, or upgrade the plan."],
          },
        )
      : [];
  if (plan !== "free") return attestations;
  return [
    ...attestations,
    ...mergeForRepositories(
      notPublic.filter(
        ({ secretScope }) => secretScope === "organization" && isOrganization === true,
      ),
      "secretScope",
      {
        message: "on the Free plan, an organization's secrets reach only public repositories",
        cause: "The repository is not public.",
        fix: [
          "Remove 'secretScope: organization', make the repository public, or upgrade the plan.",
        ],
      },
    ),
    ...mergeForRepositories(
      notPublic.filter(({ protectTags }) => protectTags !== undefined),
      "protectTags",
      {
        message: "on the Free plan, GitHub has rulesets only for public repositories",
        cause: "The repository is not public.",
        fix: ["Remove 'protectTags', make the repository public, or upgrade the plan."],
      },
    ),
  ];
}

/** Its visibility after the update. */
function visibilityOf(
  { name, create, adopt, visibility }: DesiredRepository,
  { repositories }: Observations,
): string | undefined {
  const actual =
    repositories?.outcome === "listed"
      ? repositories.repositories.get(name.toLowerCase())?.visibility
      : undefined;
  if (create) return visibility ?? "private";
  return (adopt ? visibility : undefined) ?? actual ?? "public";
}

function evaluatePolicy(
  { repositories }: DesiredStack,
  { permissions }: OwnerAnswer,
): readonly SettingFinding[] {
  if (permissions === null) return [];
  const denial = {
    cause: "The organization sets this for all its repositories (GitHub would answer 409).",
    fix: [
      "Remove the setting: a job with 'permissions: packages: write' does not need it.",
      `Or have an owner change it: ${settingsPages.organizationActions}`,
    ],
  };
  return [
    ...mergeForRepositories(
      repositories.filter(
        ({ workflowPermissions }) =>
          workflowPermissions === "write" && permissions.workflowPermissions === "read",
      ),
      "workflowPermissions",
      { message: "the organization restricts workflows to read permissions", ...denial },
    ),
    ...mergeForRepositories(
      repositories.filter(
        ({ approvePullRequests }) =>
          approvePullRequests === true && !permissions.approvePullRequests,
      ),
      "approvePullRequests",
      { message: "the organization does not allow workflows to approve pull requests", ...denial },
    ),
  ];
}
