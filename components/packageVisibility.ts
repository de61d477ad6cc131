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
import { namedPackage } from "./internal/references";

export interface PackageVisibilityArgs {
  /**
   * The registry's host, with its port if it has one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /** The user or organization that owns the package, in any case: the registry's is lower. */
  readonly owner: string;
  /** The package's name below its owner. */
  readonly image: string;
  /** Who should see it. */
  readonly visibility: Visibility;
  /**
   * The repository that it should be linked to, by its page.
   * @default its link is not checked
   * @example "https://github.com/F1bonacci66/civilx-universe"
   */
  readonly source?: pulumi.Input<string>;
  /**
   * The tag that was pushed.
   * @example "1.2"
   */
  readonly tag: pulumi.Input<string>;
  /** The digest of what was pushed. Without one, as before a first push, nothing is asked. */
  readonly digest: pulumi.Input<string | undefined>;
  /** Who logs in to the registry; for ghcr.io the account that the token belongs to. */
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
   * What a preflight saves it from asking.
   * @internal
   */
  readonly hints?: PackageVisibilityHints;
}

/** What a preflight observed of a package, and reported. Without it GitHub and the registry are asked. */
export interface PackageVisibilityHints {
  /** What had been pushed then. */
  readonly digest: string;
  readonly state: PackageState;
}

/** A difference in one line, as outputs show it. */
export interface PackageFinding {
  readonly message: string;
  readonly fix: readonly string[];
}

/**
 * Looks whether a package is as visible as it should be, whether it is linked to its repository, and
 * whether its tag still points to what was pushed. No API sets any of it, so nothing is set here:
 * what differs is a warning, with the page where it is set.
 *
 * Alone it only warns, and there is nothing to enforce: it checks when the update is under way
 * already. The error of the setting `enforceVisibility` comes from this program's preflight. A
 * program of your own that wants to stop finds what differs in `findings`.
 */
export class PackageVisibility extends pulumi.ComponentResource {
  /** What GitHub says; for a public one it is proven by reading it without a login. */
  public readonly actual: pulumi.Output<Visibility | undefined>;
  /** Whether somebody without a login reads it. */
  public readonly isPublic: pulumi.Output<boolean | undefined>;
  /** The repository that it is linked to, `owner/name`. */
  public readonly repository: pulumi.Output<string | undefined>;
  /** What differs from what is desired. */
  public readonly findings: pulumi.Output<readonly PackageFinding[]>;

  constructor(name: string, args: PackageVisibilityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:PackageVisibility", name, {}, opts);

    const package_ = namedPackage(args);
    const { tag, digest, source, username, token, hints } = args;
    if (typeof tag === "string") checkArgument("tag", tag, tagProblem);
    const observing = pulumi
      .all([tag, digest, source, username, token])
      .apply(async ([pushedTag, pushed, address, user, secret]) => {
        if (pushed === undefined) return undefined;
        const before = hints?.digest === pushed ? hints.state : undefined;
        // A tag that was moved may have been brought back by this update.
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
        // What was observed before was reported then.
        if (before !== undefined) return { state, differences: all };
        // A preview that builds knows a digest that nobody pushed yet, and the update reports the rest.
        const isPreview = pulumi.runtime.isDryRun();
        const differences = all.filter(({ kind }) => !isPreview || kind !== "tag");
        this.warn(args, differences, isPreview ? [] : state.why);
        return { state, differences };
      });
    // Nothing in it reveals the token that it was read with.
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
      const what = `${owner}/${image}: parts of the package's state are unknown`;
      void pulumi.log.warn([what, ...why].join("\n"), this);
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
  return readPackageState(await packagesAt(api, token).read(owner, image), client, reference);
}

const clients = new Map<string, PackagesClient>();

/** One for all packages, since it asks whose they are once. */
function packagesAt(api: string, secret: string): PackagesClient {
  const key = `${api} ${new Token(secret).fingerprint}`;
  const client =
    clients.get(key) ?? new PackagesClient(new GitHubClient({ token: secret, baseUrl: api }));
  clients.set(key, client);
  return client;
}
