/**
 * Sends requests to the sandbox with octokit and the plugins of the project, and prints the results as
 * one line of JSON. It is a separate program because Node.js reads NODE_EXTRA_CA_CERTS when it starts,
 * and because jest cannot load octokit, which is ESM only. The token is in GITHUB_TOKEN.
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
  /** The statuses of creating and of updating the secret. */
  readonly secretStatuses: readonly number[];
  readonly workflowPermissions: unknown;
  /** Each page's package names. */
  readonly pages: readonly (readonly string[])[];
  /** Whether the links between pages have the same base URL. */
  readonly linksStay: boolean;
  readonly missing: Failure;
  readonly again: Failure;
  /** The number of requests that the plugins retried. */
  readonly retried: number;
}

/** The limits that the throttling plugin recognized. */
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
  // The default of one second between retries is only useful for GitHub.
  retry: { retryAfterBaseValue: 10 },
});
octokit.hook.before("request", ({ request }) => {
  if ((request.retryCount ?? 0) > 0) retried += 1;
});

async function getFailure(asking: Promise<unknown>): Promise<Failure> {
  const error: unknown = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error) || !("status" in error)) throw new Error("it was not refused");
  return { name: error.name, status: Number(error.status), message: error.message };
}

async function requestAll(): Promise<Findings> {
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
    missing: await getFailure(octokit.request("GET /repos/{owner}/{repo}", missingRepository)),
    again: await getFailure(octokit.request("POST /user/repos", { name: repository })),
    retried,
  };
}

async function requestUntilLimited(): Promise<LimitFindings> {
  const { data } = await octokit.request("GET /user");
  // The retry plugin also retries 429 if the throttling plugin does not, unlike 403.
  await getFailure(octokit.request("GET /user", { request: { retries: 0 } }));
  return { login: data.login, limits };
}

const work: Promise<unknown> = task === "limits" ? requestUntilLimited() : requestAll();
work.then(
  (findings) => {
    console.log(JSON.stringify(findings));
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
