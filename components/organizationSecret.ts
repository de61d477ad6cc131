import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import { secretNameProblem } from "../core/oci/names";
import { checkArgument } from "./internal/arguments";
import { applySecretMark } from "./internal/secretMark";
import { applyTransform, type Transform } from "./internal/transform";

export interface OrganizationSecretArgs {
  /**
   * The token that the repositories' workflows publish with. It becomes a Pulumi secret.
   * @example new pulumi.Config("ghcr").requireSecret("token")
   */
  readonly token: pulumi.Input<string>;
  /**
   * The name of the Actions secret that holds the token.
   * @default "GHCR_TOKEN"
   */
  readonly secretName?: string;
  /**
   * The GitHub IDs of the repositories that can use the secret.
   * @example [repository.repositoryId]
   */
  readonly repositoryIds: pulumi.Input<pulumi.Input<number>[]>;
  /**
   * Changes the resource inside: arguments that override the component's, or a function.
   * @default no changes
   */
  readonly transform?: { readonly secret?: Transform<github.ActionsOrganizationSecretArgs> };
  /**
   * Values that a preflight already read.
   * @internal
   */
  readonly hints?: OrganizationSecretHints;
}

/** A preflight's results about an organization secret. */
export interface OrganizationSecretHints {
  /**
   * The mark for a secret that somebody else changed on GitHub, so that Pulumi writes it again.
   * @default none: the secret is not written again
   */
  readonly secretMark?: boolean;
}

/**
 * An organization's Actions secret for several repositories, so that a new token is a single write.
 * The provider's owner is the organization.
 */
export class OrganizationSecret extends pulumi.ComponentResource {
  /** The name of the Actions secret that holds the token. */
  public readonly secretName: pulumi.Output<string>;

  constructor(name: string, args: OrganizationSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:OrganizationSecret", name, {}, opts);

    const { secretName = "GHCR_TOKEN" } = args;
    checkArgument("secretName", secretName, secretNameProblem);
    const secret = new github.ActionsOrganizationSecret(
      ...applySecretMark(
        args.hints?.secretMark,
        applyTransform<github.ActionsOrganizationSecretArgs>(
          args.transform?.secret,
          name,
          {
            secretName,
            value: pulumi.secret(args.token),
            visibility: "selected",
            // The provider recommends a separate resource for these. It then writes the secret
            // without them, which removes it from all repositories with each new token
            // (external-secrets/external-secrets#6514).
            // eslint-disable-next-line @typescript-eslint/no-deprecated
            selectedRepositoryIds: args.repositoryIds,
          },
          { parent: this },
        ),
      ),
    );
    this.secretName = secret.secretName;
    this.registerOutputs({ secretName: this.secretName });
  }
}
