import type * as pulumi from "@pulumi/pulumi";
import {
  OrganizationSecret,
  type OrganizationSecretHints,
} from "../../components/organizationSecret";
import type { PublishingRepository } from "../../components/publishingRepository/publishingRepository";

/** Makes each organization's secret that these repositories share, named as it is on GitHub. */
export function declareOrganizationSecrets(
  repositories: readonly PublishingRepository[],
  args: {
    readonly token: pulumi.Input<string>;
    readonly hints: (secretName: string) => OrganizationSecretHints;
  },
  opts?: pulumi.ComponentResourceOptions,
): readonly OrganizationSecret[] {
  const { token } = args;
  const names = new Set(repositories.flatMap(({ sharedSecret }) => sharedSecret ?? []));
  return [...names].map((secretName) => {
    const sharing = repositories.filter(({ sharedSecret }) => sharedSecret === secretName);
    const repositoryIds = sharing.map(({ repositoryId }) => repositoryId);
    const hints = args.hints(secretName);
    return new OrganizationSecret(secretName, { secretName, token, repositoryIds, hints }, opts);
  });
}
