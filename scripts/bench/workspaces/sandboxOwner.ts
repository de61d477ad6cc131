import type { Account, Bench } from "../bench";
import type { SecretScope } from "./workspace";

/** A user or an organization of its own, so that no other program's repositories are in its lists. */
export class SandboxOwner {
  publishToken: string;
  repositories: readonly string[] = [];

  private constructor(
    private readonly bench: Bench,
    readonly account: Account,
    /** The owner of the repositories. */
    readonly login: string,
    readonly scope: SecretScope,
  ) {
    this.publishToken = account.publishToken;
  }

  static async create(bench: Bench, name: string, scope: SecretScope): Promise<SandboxOwner> {
    const account = await bench.createAccount(name);
    if (scope === "repository") return new SandboxOwner(bench, account, account.login, scope);
    const login = `${name}-team`;
    const members = { [account.login]: "admin" };
    await bench.control("POST", "accounts", { type: "Organization", login, members });
    return new SandboxOwner(bench, account, login, scope);
  }

  /** On the Free plan, only public repositories can read an organization's secret. */
  get visibility(): "private" | "public" {
    return this.scope === "organization" ? "public" : "private";
  }

  async deleteRepositories(): Promise<void> {
    for (const name of this.repositories) {
      // It may not exist yet.
      await this.bench
        .control("DELETE", `repositories/${this.login}/${name}`)
        .catch(() => undefined);
    }
  }

  async changeToken(): Promise<void> {
    this.publishToken = await this.bench.createPublishToken(this.account.login);
  }
}
