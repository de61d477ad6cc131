import type { Repository, SecretStore } from "../../../world/world";
import { noContent, notFound, ok } from "../../answer";
import { requireRepository, requireWritable } from "../../find";
import type { Operations } from "../../operation";
import { paginate } from "../../page";
import { getSecretsKey } from "../../secrets/sealedBox";
import { findNameDenial, secretName, secretShape, decryptSecret } from "../../secrets/secret";

/** Dependabot's secrets are separate from those of Actions, and have another key. */
export const repositorySecretOperations: Operations = {
  ...operationsOf("actions", ({ actions }) => actions),
  ...operationsOf(
    "dependabot",
    (repository) => (repository.dependabot ??= { key: null, secrets: {} }),
  ),
};

function operationsOf(area: string, storeOf: (repository: Repository) => SecretStore): Operations {
  const SECRETS = `/repos/{owner}/{repo}/${area}/secrets`;
  return {
    [`${area}/get-repo-public-key`]: {
      route: `GET ${SECRETS}/public-key`,
      scopes: ["repo"],
      handle: async (call) => {
        const key = await getSecretsKey(storeOf(requireRepository(call, "write")));
        await call.commit();
        return ok({ key_id: key.id, key: key.publicKey });
      },
    },
    [`${area}/list-repo-secrets`]: {
      route: `GET ${SECRETS}`,
      scopes: ["repo"],
      handle: (call) => {
        const repository = requireRepository(call, "write");
        const { secrets: stored } = storeOf(repository);
        const all = Object.entries(stored).sort(([a], [b]) => (a < b ? -1 : 1));
        const path = `/repos/${repository.owner}/${repository.name}/${area}/secrets`;
        const { items, headers } = paginate(call, path, all);
        const secrets = items.map(([name, secret]) => secretShape(name, secret));
        return { status: 200, body: { total_count: all.length, secrets }, headers };
      },
    },
    [`${area}/get-repo-secret`]: {
      route: `GET ${SECRETS}/{secret_name}`,
      scopes: ["repo"],
      handle: (call) => {
        const name = secretName(call);
        const secret = storeOf(requireRepository(call, "write")).secrets[name];
        return secret === undefined ? notFound : ok(secretShape(name, secret));
      },
    },
    [`${area}/create-or-update-repo-secret`]: {
      route: `PUT ${SECRETS}/{secret_name}`,
      scopes: ["repo"],
      handle: async (call) => {
        const store = storeOf(requireWritable(call, "write"));
        const name = secretName(call);
        const denied = findNameDenial(name);
        if (denied !== null) return denied;
        const old = store.secrets[name];
        const sent = await decryptSecret(call, store.key, old);
        if ("denied" in sent) return sent.denied;
        store.secrets[name] = sent.secret;
        await call.commit();
        return old === undefined ? { status: 201, body: {} } : noContent;
      },
    },
    [`${area}/delete-repo-secret`]: {
      route: `DELETE ${SECRETS}/{secret_name}`,
      scopes: ["repo"],
      handle: async (call) => {
        const store = storeOf(requireWritable(call, "write"));
        const { [secretName(call)]: gone, ...kept } = store.secrets;
        if (gone === undefined) return notFound;
        store.secrets = kept;
        await call.commit();
        return noContent;
      },
    },
  };
}
