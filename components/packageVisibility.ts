import * as pulumi from "@pulumi/pulumi";
import { GitHubClient } from "../core/github/client";
import { tagProblem } from "../core/oci/names";
import {
  differencesFrom,
  readPackageState,
  type Difference,
  type PackageState,
  type Visibility,
} from "../core/github/packageState";
import { PackagesClient } from "../core/github/packages";
import type { TaggedReference } from "../core/oci/reference";
import { RegistryClient } from "../core/registry/client";
import { repositoryOnPage } from "../core/github/repositoryPage";
import { Token } from "../core/tokens/token";
import { checkArgument } from "./internal/arguments";
import { packageFromArguments } from "./internal/references";

export interface PackageVisibilityArgs {
  /**
   * The registry's host, with a port if it needs one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /** The user or organization that owns the package. Case is ignored. */
  readonly owner: string;
  /** The package's name, without the owner. */
  readonly image: string;
  /** The visibility that the package should have. */
  readonly visibility: Visibility;
  /**
   * The page of the repository that the package should be linked to.
   * @default the link is not checked
   * @example "https://github.com/F1bonacci66/civilx-universe"
   */
  readonly source?: pulumi.Input<string>;
  /**
   * The tag that was pushed.
   * @example "1.2"
   */
  readonly tag: pulumi.Input<string>;
  /** The pushed digest. Without one, such as before the first push, nothing is checked. */
  readonly digest: pulumi.Input<string | undefined>;
  /** The account that logs in to the registry. On ghcr.io, the token must belong to it. */
  readonly username: pulumi.Input<string>;
  /**
   * A classic token with read:packages. It becomes a Pulumi secret.
   * @example new pulumi.Config("ghcr").requireSecret("token")
   */
  readonly token: pulumi.Input<string>;
  /**
   * GitHub's API.
   * @default "https://api.github.com/"
   */
  readonly api?: string;
  /**
   * Values that a preflight already read.
   * @internal
   */
  readonly hints?: PackageVisibilityHints;
}

/**
 * A package's state, as a preflight observed and reported it. Without it, GitHub and the registry
 * are asked.
 */
export interface PackageVisibilityHints {
  /** The digest at that time. */
  readonly digest: string;
  readonly state: PackageState;
}

/** A difference, as the outputs show it. */
export interface PackageFinding {
  readonly message: string;
  readonly fix: readonly string[];
}

/**
 * Checks a package's visibility, its link to a repository, and whether its tag still points to what
 * was pushed. No API sets any of this, so a difference is a warning with the page where you change
 * it.
 *
 * It only warns, because it runs when the update has already started. The setting
 * `enforceVisibility` belongs to this program's preflight. Other programs can read the differences
 * from `findings`.
 */
export class PackageVisibility extends pulumi.ComponentResource {
  /**
   * The visibility that GitHub reports. `public` is verified by reading the package without a
   * login.
   */
  public readonly actual: pulumi.Output<Visibility | undefined>;
  /** Whether the package can be read without a login. */
  public readonly isPublic: pulumi.Output<boolean | undefined>;
  /** The linked repository, `owner/name`. */
  public readonly repository: pulumi.Output<string | undefined>;
  /** The differences from the desired state. */
  public readonly findings: pulumi.Output<readonly PackageFinding[]>;

  constructor(name: string, args: PackageVisibilityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:PackageVisibility", name, {}, opts);

    const package_ = packageFromArguments(args);
    const { tag, digest, source, username, token, hints } = args;
    if (typeof tag === "string") checkArgument("tag", tag, tagProblem);
    const observing = pulumi
      .all([tag, digest, source, username, token])
      .apply(async ([pushedTag, pushed, address, user, secret]) => {
        if (pushed === undefined) return undefined;
        const before = hints?.digest === pushed ? hints.state : undefined;
        // This update may have restored a moved tag.
        const isAsBefore = before !== undefined && [null, pushed].includes(before.digest);
        const state = isAsBefore
          ? before
          : await ask(args, { ...package_, tag: pushedTag }, user, secret);
        const desired = {
          visibility: args.visibility,
          repository: address === undefined ? undefined : repositoryOnPage(address),
          digest: pushed,
        };
        const all = differencesFrom(desired, state);
        // The preflight already reported these.
        if (before !== undefined) return { state, differences: all };
        // A preview that builds has a digest that is not pushed yet; the update reports the rest.
        const isPreview = pulumi.runtime.isDryRun();
        const differences = all.filter(({ kind }) => !isPreview || kind !== "tag");
        this.warn(args, differences, isPreview ? [] : state.why);
        return { state, differences };
      });
    // It does not reveal the token that it was read with.
    const observed = pulumi.unsecret(observing);
    this.actual = observed.apply((each) => each?.state.visibility ?? undefined);
    this.isPublic = observed.apply((each) => each?.state.isPublic ?? undefined);
    this.repository = observed.apply((each) => {
      const linked = each?.state.repository;
      return typeof linked === "string" ? linked : undefined;
    });
    this.findings = observed.apply((each) =>
      (each?.differences ?? []).map(({ message, fix }) => ({ message, fix })),
    );
    this.registerOutputs({
      actual: this.actual,
      isPublic: this.isPublic,
      repository: this.repository,
      findings: this.findings,
    });
  }

  private warn(
    { owner, image }: PackageVisibilityArgs,
    differences: readonly Difference[],
    why: readonly string[],
  ): void {
    for (const { message, cause, fix } of differences) {
      void pulumi.log.warn([`${owner}/${image}: ${message}`, cause, ...fix].join("\n"), this);
    }
    if (why.length > 0) {
      const summary = `${owner}/${image}: parts of the package's state are unknown`;
      void pulumi.log.warn([summary, ...why].join("\n"), this);
    }
  }
}

async function ask(
  { owner, image, api = "https://api.github.com/" }: PackageVisibilityArgs,
  reference: TaggedReference,
  username: string,
  token: string,
): Promise<PackageState> {
  const client = new RegistryClient({ registry: reference.registry, username, token });
  return readPackageState(
    await packagesClientFor(api, token).read(owner, image),
    client,
    reference,
  );
}

const clients = new Map<string, PackagesClient>();

/** Shared by all packages, because it asks only once which kind of account owns them. */
function packagesClientFor(api: string, secret: string): PackagesClient {
  const key = `${api} ${new Token(secret).fingerprint}`;
  const client =
    clients.get(key) ?? new PackagesClient(new GitHubClient({ token: secret, baseUrl: api }));
  clients.set(key, client);
  return client;
}
