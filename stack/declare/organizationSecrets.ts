import type * as pulumi from "@pulumi/pulumi";
import { OrganizationSecret } from "../../components/organizationSecret";
import type { PublishingRepository } from "../../components/publishingRepository/publishingRepository";
import type { PreflightResult } from "../preflight";

/** Declares the organization secrets that these repositories share, with their names on GitHub. */
export function declareOrganizationSecrets(
  repositories: readonly PublishingRepository[],
  token: pulumi.Input<string>,
  preflight: Pick<PreflightResult, "organizationSecrets">,
  opts: pulumi.ComponentResourceOptions,
): readonly OrganizationSecret[] {
  const names = new Set(repositories.flatMap(({ sharedSecret }) => sharedSecret ?? []));
  return [...names].map((secretName) => {
    const sharing = repositories.filter(({ sharedSecret }) => sharedSecret === secretName);
    const repositoryIds = sharing.map(({ repositoryId }) => repositoryId);
    const hints = preflight.organizationSecrets.get(secretName);
    return new OrganizationSecret(secretName, { secretName, token, repositoryIds, hints }, opts);
  });
}
