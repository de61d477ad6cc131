/**
 * Asks the sandbox by octokit with the plugins that our own program uses, and writes what came as one
 * line of JSON. It is a program of its own because Node reads the authority to trust when it starts,
 * and because jest cannot load octokit, which is ESM only. The token comes in GITHUB_TOKEN.
 */
import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import sodium from "libsodium-wrappers";

export interface Failure {
  readonly name: string;
  readonly status: number;
  readonly message: string;
}

export interface Findings {
  readonly login: string;
  readonly scopes: string | undefined;
  readonly created: { readonly status: number; readonly fullName: string; private: boolean };
  /** Of the first writing and of the second. */
  readonly secretStatuses: readonly number[];
  readonly workflowPermissions: unknown;
  /** The names of the packages, a list for each page. */
  readonly pages: readonly (readonly string[])[];
  /** Whether each page leads to the others below the same base address. */
  readonly linksStay: boolean;
  readonly missing: Failure;
  readonly again: Failure;
  /** How often a request was sent anew, because the plugins saw a reason. */
  readonly retried: number;
}

/** What the throttling plugin made of a refusal. */
export interface LimitFindings {
  readonly login: string;
  readonly limits: readonly string[];
}

const [task = "", baseUrl = "", repository = ""] = process.argv.slice(2);
const limits: string[] = [];
let retried = 0;

const PluginOctokit = Octokit.plugin(throttling, retry, paginateRest);
const octokit = new PluginOctokit({
  auth: process.env.GITHUB_TOKEN,
  baseUrl,
  throttle: {
    onRateLimit: (seconds: number) => {
      limits.push(`rate limit, ${seconds > 0 ? "later" : "now"}`);
      return false;
    },
    onSecondaryRateLimit: (seconds: number) => {
      limits.push(`secondary rate limit, ${seconds > 0 ? "later" : "now"}`);
      return false;
    },
  },
  // Its own second between two tries is for GitHub's sake.
  retry: { retryAfterBaseValue: 10 },
});
octokit.hook.before("request", ({ request }) => {
  if ((request.retryCount ?? 0) > 0) retried += 1;
});

async function failure(asking: Promise<unknown>): Promise<Failure> {
  const error: unknown = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error) || !("status" in error)) throw new Error("it was not refused");
  return { name: error.name, status: Number(error.status), message: error.message };
}

async function ask(): Promise<Findings> {
  const user = await octokit.request("GET /user");
  const owner = user.data.login;
  const created = await octokit.request("POST /user/repos", { name: repository, private: true });
  const key = await octokit.request("GET /repos/{owner}/{repo}/actions/secrets/public-key", {
    owner,
    repo: repository,
  });
  await sodium.ready;
  const secretStatuses: number[] = [];
  for (const value of ["not yet", process.env.SECRET_VALUE ?? ""]) {
    const box = sodium.crypto_box_seal(value, Buffer.from(key.data.key, "base64"));
    const { status } = await octokit.request(
      "PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}",
      {
        owner,
        repo: repository,
        secret_name: "GHCR_TOKEN",
        encrypted_value: Buffer.from(box).toString("base64"),
        key_id: key.data.key_id,
      },
    );
    secretStatuses.push(status);
  }
  const permissions = await octokit.request(
    "GET /repos/{owner}/{repo}/actions/permissions/workflow",
    { owner, repo: repository },
  );
  const pages: string[][] = [];
  const listed = octokit.paginate.iterator("GET /user/packages", {
    package_type: "container",
    per_page: 2,
  });
  let linksStay = true;
  for await (const { data, headers } of listed) {
    pages.push(data.map(({ name }) => name));
    const links = [...(headers.link ?? "").matchAll(/<([^>]+)>/g)].map(([, link]) => link ?? "");
    linksStay &&= links.length > 0 && links.every((link) => link.startsWith(`${baseUrl}/user/`));
  }
  const missingRepository = { owner, repo: "there-is-none" };
  return {
    login: owner,
    scopes: user.headers["x-oauth-scopes"],
    created: {
      status: created.status,
      fullName: created.data.full_name,
      private: created.data.private,
    },
    secretStatuses,
    workflowPermissions: permissions.data,
    pages,
    linksStay,
    missing: await failure(octokit.request("GET /repos/{owner}/{repo}", missingRepository)),
    again: await failure(octokit.request("POST /user/repos", { name: repository })),
    retried,
  };
}

async function askUntilLimited(): Promise<LimitFindings> {
  const { data } = await octokit.request("GET /user");
  // The retry plugin repeats a 429 whatever the throttling plugin decided; a 403 it does not.
  await failure(octokit.request("GET /user", { request: { retries: 0 } }));
  return { login: data.login, limits };
}

const work: Promise<unknown> = task === "limits" ? askUntilLimited() : ask();
work.then(
  (findings) => {
    console.log(JSON.stringify(findings));
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
