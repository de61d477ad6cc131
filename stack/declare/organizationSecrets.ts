import type * as pulumi from "@pulumi/pulumi";
import {
  OrganizationSecret,
  type OrganizationSecretArgs,
} from "../../components/organizationSecret";
import type { PublishingRepository } from "../../components/publishingRepository/publishingRepository";

/** Makes each organisation's secret that these repositories share, named as it is on GitHub. */
export function declareOrganizationSecrets(
  repositories: readonly PublishingRepository[],
  args: {
    readonly token: pulumi.Input<string>;
    readonly seen?: (secretName: string) => Pick<OrganizationSecretArgs, "secretMark">;
  },
  opts?: pulumi.ComponentResourceOptions,
): readonly OrganizationSecret[] {
  const { token, seen } = args;
  const names = new Set(repositories.flatMap(({ sharedSecret }) => sharedSecret ?? []));
  return [...names].map((secretName) => {
    const sharing = repositories.filter(({ sharedSecret }) => sharedSecret === secretName);
    const repositoryIds = sharing.map(({ repositoryId }) => repositoryId);
    const { secretMark } = seen?.(secretName) ?? {};
    return new OrganizationSecret(
      secretName,
      { secretName, token, repositoryIds, secretMark },
      opts,
    );
  });
}
