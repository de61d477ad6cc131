import { unknownAnswer } from "../http/answer";
import { failureMessage, type ApiAnswer, type GitHubClient } from "./client";
import { isRecord } from "../http/json";
import { sanitizeServerText } from "../http/serverText";
import { packageFacts, versionFacts, type PackageFacts, type VersionFacts } from "./packageShapes";

export type { PackageFacts };

export type PackageRefusal =
  /** GitHub answers 404 in both cases, so that nobody learns about hidden packages. */
  | { readonly outcome: "absent or hidden"; readonly response: string }
  | { readonly outcome: "refused"; readonly status: number; readonly response: string }
  | { readonly outcome: "unknown"; readonly why: string };

export type PackageAnswer =
  { readonly outcome: "found"; readonly package: PackageFacts } | PackageRefusal;

export interface PackageList {
  readonly outcome: "found";
  readonly packages: readonly PackageFacts[];
  /** Whether single sign-on left out packages that the token is not authorized for. */
  readonly isPartial: boolean;
}

export interface VersionList {
  readonly outcome: "found";
  readonly versions: readonly VersionFacts[];
}

/** The API path of an account's packages. */
interface Account {
  readonly kind: "self" | "user" | "organization";
  readonly root: "/user" | "/users/{account}" | "/orgs/{account}";
}

const tokenAccount: Account = { kind: "self", root: "/user" };
const otherUser: Account = { kind: "user", root: "/users/{account}" };
const organization: Account = { kind: "organization", root: "/orgs/{account}" };

const type = "container";

/** Reads container packages with GitHub's API, which cannot set a package's visibility. */
export class PackagesClient {
  private readonly accounts = new Map<string, Promise<Account | PackageRefusal>>();

  constructor(private readonly github: GitHubClient) {}

  /** One package. A nested name is one segment of the path. */
  read(owner: string, name: string): Promise<PackageAnswer> {
    return this.withAccount(owner, async ({ root }) => {
      const route = `GET ${root}/packages/{type}/{name}`;
      const answer = await this.github.ask(
        route,
        routeParameters(root, { account: owner, type, name }),
      );
      const found = packageFacts(answer.body);
      if (answer.status !== 200) return toRefusal(answer);
      return found === undefined ? unexpectedAnswer : { outcome: "found", package: found };
    });
  }

  /** All of an account's packages that the token may see, a hundred a page. */
  readAll(owner: string): Promise<PackageList | PackageRefusal> {
    return this.withAccount(owner, async ({ root }) => {
      const route = `GET ${root}/packages`;
      const parameters = { account: owner, package_type: type, per_page: 100 };
      const answer = await this.github.askAll(route, routeParameters(root, parameters));
      if (answer.status !== 200) return toRefusal(answer);
      const packages = answer.items.map(packageFacts);
      if (!isComplete(packages)) return unexpectedAnswer;
      return { outcome: "found", packages, isPartial: isPartial(answer) };
    });
  }

  /** All versions of a package, the newest first. */
  readVersions(owner: string, name: string): Promise<VersionList | PackageRefusal> {
    return this.withAccount(owner, async ({ kind, root }) => {
      const route = `GET ${root}/packages/{type}/{name}/versions`;
      // For another user's versions, GitHub allows no choice of the page size.
      const page = kind === "user" ? {} : { per_page: 100 };
      const parameters = { account: owner, type, name, ...page };
      const answer = await this.github.askAll(route, routeParameters(root, parameters));
      if (answer.status !== 200) return toRefusal(answer);
      const versions = answer.items.map(versionFacts);
      if (!isComplete(versions)) return unexpectedAnswer;
      return { outcome: "found", versions };
    });
  }

  private async withAccount<Found>(
    owner: string,
    ask: (account: Account) => Promise<Found | PackageRefusal>,
  ): Promise<Found | PackageRefusal> {
    try {
      const account = await this.account(owner);
      return "outcome" in account ? account : await ask(account);
    } catch (error) {
      return unknownAnswer(failureMessage(error));
    }
  }

  /** An account's kind never changes, so it is requested once, and again after a failure. */
  private account(owner: string): Promise<Account | PackageRefusal> {
    const key = owner.toLowerCase();
    const cached = this.accounts.get(key);
    if (cached !== undefined) return cached;
    const pending = this.findAccount(owner);
    this.accounts.set(key, pending);
    const forget = (): void => {
      this.accounts.delete(key);
    };
    pending.then((account) => {
      if ("outcome" in account) forget();
    }, forget);
    return pending;
  }

  /**
   * The token's own account needs its own path: according to GitHub's API description,
   * `/users/{username}/packages/…` returns public packages only.
   */
  private async findAccount(owner: string): Promise<Account | PackageRefusal> {
    const facts = await this.github.userFacts();
    const login =
      facts.outcome === "answered" && isRecord(facts.body) ? facts.body.login : undefined;
    if (typeof login === "string" && login.toLowerCase() === owner.toLowerCase())
      return tokenAccount;
    const answer = await this.github.ask("GET /users/{account}", { account: owner });
    if (answer.status !== 200) return toRefusal(answer);
    const kind = isRecord(answer.body) ? answer.body.type : undefined;
    if (kind === "Organization") return organization;
    return kind === "User" ? otherUser : unexpectedAnswer;
  }
}

const unexpectedAnswer: PackageRefusal = unknownAnswer(
  "GitHub's response does not match its API description",
);

/** `/user` has no account in its path, so an account parameter would become a query. */
function routeParameters(
  root: Account["root"],
  parameters: Record<string, unknown>,
): Record<string, unknown> {
  const { account, ...others } = parameters;
  return root === "/user" ? others : { account, ...others };
}

function toRefusal({ status, refusal, headers }: ApiAnswer): PackageRefusal {
  const response = refusal?.text ?? "";
  if (status === 404) return { outcome: "absent or hidden", response };
  if (status >= 400 && status < 500) {
    // If single sign-on blocks the token, only a header has the page that authorizes it.
    const address = headers["x-github-sso"];
    return {
      outcome: "refused",
      status,
      response: address === undefined ? response : `${response} (${sanitizeServerText(address)})`,
    };
  }
  return unknownAnswer(`GitHub answered ${status}: ${response}`);
}

function isPartial({ headers }: ApiAnswer): boolean {
  return headers["x-github-sso"]?.startsWith("partial-results") === true;
}

function isComplete<Fact>(facts: readonly (Fact | undefined)[]): facts is readonly Fact[] {
  return !facts.includes(undefined);
}
