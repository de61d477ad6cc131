import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import { secretNameProblem } from "../core/oci/names";
import { checkArgument } from "./internal/arguments";
import { marked } from "./internal/secretMark";
import { transformed, type Transform } from "./internal/transform";

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
   * The repositories that see it, by their numbers on GitHub.
   * @example [repository.repositoryId]
   */
  readonly repositoryIds: pulumi.Input<pulumi.Input<number>[]>;
  /**
   * Changes the resource inside: arguments to lay over its own, or a function.
   * @default nothing is changed
   */
  readonly transform?: { readonly secret?: Transform<github.ActionsOrganizationSecretArgs> };
  /**
   * What a preflight saves it from asking.
   * @internal
   */
  readonly hints?: OrganizationSecretHints;
}

/** What a preflight knows of a secret of an organization. */
export interface OrganizationSecretHints {
  /**
   * The mark to give a secret that another hand changed on GitHub, so that it is written again.
   * @default none: nothing is written that need not be
   */
  readonly secretMark?: boolean;
}

/**
 * One Actions secret for many repositories of an organization: a new token is one write. The owner
 * is the provider's.
 */
export class OrganizationSecret extends pulumi.ComponentResource {
  /** The name of the Actions secret that holds the token. */
  public readonly secretName: pulumi.Output<string>;

  constructor(name: string, args: OrganizationSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:OrganizationSecret", name, {}, opts);

    const { secretName = "GHCR_TOKEN" } = args;
    checkArgument("secretName", secretName, secretNameProblem);
    const secret = new github.ActionsOrganizationSecret(
      ...marked(
        args.hints?.secretMark,
        transformed<github.ActionsOrganizationSecretArgs>(
          args.transform?.secret,
          name,
          {
            secretName,
            value: pulumi.secret(args.token),
            visibility: "selected",
            // The provider would rather have a resource of its own for these, and then writes the
            // secret without them, which takes it from all repositories at each new token
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
