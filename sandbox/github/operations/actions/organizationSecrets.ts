import type { Organization, OrganizationSecret, Repository } from "../../../world/world";
import { isSameName } from "../../../world/world";
import type { Answer } from "../../answer";
import { failure, noContent, notFound, ok, unprocessable } from "../../answer";
import { Refusal, requireOrganization } from "../../find";
import type { Call, Operation, Operations } from "../../operation";
import { paginate } from "../../page";
import { minimalRepository } from "../../shapes/repository";
import { getSecretsKey } from "../../secrets/sealedBox";
import { findNameDenial, secretName, secretShape, decryptSecret } from "../../secrets/secret";

const SECRETS = "/orgs/{org}/actions/secrets";
const ONE = `${SECRETS}/{secret_name}`;
const VISIBILITIES = ["all", "private", "selected"] as const;

/** The response to a token without `admin:org` (cli/cli#8810). */
const notAllowed = failure(
  403,
  "You must be an org admin or have the actions secrets fine-grained permission.",
);
interface Target {
  login: string;
  organization: Organization;
}
type Handler = (call: Call, found: Target) => Answer | Promise<Answer>;

export const organizationSecretOperations: Operations = {
  "actions/get-org-public-key": administratorOperation(
    `GET ${SECRETS}/public-key`,
    async (call, found) => {
      const key = await getSecretsKey(found.organization.actions);
      await call.commit();
      return ok({ key_id: key.id, key: key.publicKey });
    },
  ),
  "actions/get-org-secret": administratorOperation(`GET ${ONE}`, (call, found) =>
    ok(organizationSecretShape(call, found.login, secretName(call), requireSecret(call, found))),
  ),
  "actions/create-or-update-org-secret": administratorOperation(`PUT ${ONE}`, putSecret),
  "actions/delete-org-secret": administratorOperation(`DELETE ${ONE}`, async (call, found) => {
    requireSecret(call, found);
    const { actions } = found.organization;
    const kept = Object.entries(actions.secrets).filter(([name]) => name !== secretName(call));
    actions.secrets = Object.fromEntries(kept);
    await call.commit();
    return noContent;
  }),
  "actions/list-selected-repos-for-org-secret": administratorOperation(
    `GET ${ONE}/repositories`,
    (call, found) => {
      const { visibility, repositoryIds } = requireSecret(call, found);
      const ids = visibility === "selected" ? repositoryIds : [];
      const all = listRepositories(call, found.login).filter(({ id }) => ids.includes(id));
      const path = `/orgs/${found.login}/actions/secrets/${secretName(call)}/repositories`;
      const { items, headers } = paginate(call, path, all);
      const repositories = items.map((one) => minimalRepository(call.world, one, call.base));
      return { status: 200, body: { total_count: all.length, repositories }, headers };
    },
  ),
};

function administratorOperation(route: string, handle: Handler): Operation {
  return {
    route,
    scopes: ["admin:org"],
    missingScopes: notAllowed,
    handle: (call) => handle(call, requireOrganization(call, notAllowed)),
  };
}

async function putSecret(call: Call, { login, organization }: Target): Promise<Answer> {
  const { actions } = organization;
  const name = secretName(call);
  const denied = findNameDenial(name);
  if (denied !== null) return denied;
  const visibility = VISIBILITIES.find((one) => one === call.body.visibility);
  if (visibility === undefined) {
    return unprocessable('Invalid request.\n\n"visibility" wasn\'t supplied.');
  }
  const ids =
    call.body.selected_repository_ids === undefined ? [] : parseRepositoryIds(call, login);
  if (ids === null) {
    return unprocessable("Validation Failed", [
      { resource: "Secret", code: "invalid", field: "selected_repository_ids" },
    ]);
  }
  const old = actions.secrets[name];
  const sent = await decryptSecret(call, actions.key, old);
  if ("denied" in sent) return sent.denied;
  const repositoryIds = visibility === "selected" ? ids : [];
  actions.secrets[name] = { ...sent.secret, visibility, repositoryIds };
  await call.commit();
  return old === undefined ? { status: 201, body: {} } : noContent;
}

function requireSecret(call: Call, { organization }: Target): OrganizationSecret {
  const secret = organization.actions.secrets[secretName(call)];
  if (secret === undefined) throw new Refusal(notFound);
  return secret;
}

/** The repository ids in the body; null if one does not belong to the organization. */
function parseRepositoryIds(call: Call, login: string): number[] | null {
  const { selected_repository_ids: sent } = call.body;
  if (!Array.isArray(sent)) return null;
  const knownIds = listRepositories(call, login).map(({ id }) => id);
  const ids = sent.map(Number);
  return ids.every((id) => knownIds.includes(id)) ? [...new Set(ids)] : null;
}

function listRepositories(call: Call, login: string): Repository[] {
  return call.world.repositories.filter(({ owner }) => isSameName(owner, login));
}

/** `organization-actions-secret`. */
function organizationSecretShape(
  call: Call,
  login: string,
  name: string,
  secret: OrganizationSecret,
): Record<string, string> {
  const url = `${call.base}/orgs/${login}/actions/secrets/${name}/repositories`;
  return {
    ...secretShape(name, secret),
    visibility: secret.visibility,
    ...(secret.visibility === "selected" ? { selected_repositories_url: url } : {}),
  };
}
