import { createRequire } from "node:module";
import { join } from "node:path";

import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../sandbox";
import { runProgram } from "./clients";
import type { Findings, LimitFindings } from "./clientsOctokitProgram";
import { pushImage, startRunning, type Running } from "./running";

const root = join(__dirname, "..", "..", "..");
const packages = ["a", "b", "group/c", "d", "e"];

let running: Running;

beforeAll(async () => {
  running = await startRunning();
  const bearer = await running.bearer();
  for (const name of packages) await pushImage(running, `f1bonacci66/${name}`, "1", {}, bearer);
});

afterAll(async () => {
  await running.close();
});

/** The paths of GitHub and of GitHub Enterprise Server, which providers with a base URL use. */
const bases = [
  ["https", ""],
  ["https", "/api/v3"],
  ["http", ""],
] as const;

async function runOctokit(task: "all" | "limits", base: string, repository = ""): Promise<unknown> {
  const program = join(__dirname, "clientsOctokitProgram.ts");
  const loader = createRequire(__filename).resolve("tsx/cjs");
  const args = ["--require", loader, program, task, base, repository];
  const environment = { GITHUB_TOKEN: ADMINISTRATOR_TOKEN, SECRET_VALUE: PUBLISHER_TOKEN };
  const result = await runProgram(running, process.execPath, args, { cwd: root, environment });
  return JSON.parse(result);
}

it.each(bases)(
  "octokit reads, writes, paginates and gets errors with %s and the path '%s'",
  async (scheme, path) => {
    const repository = `octokit-${scheme}${path.replaceAll("/", "-")}`;
    // One server error, after which the retry plugin sends the request again.
    await running.control("POST", "faults", {
      match: { method: "GET", path: `**/repos/*/${repository}/actions/permissions/workflow` },
      fault: { type: "answer", status: 502, body: { message: "Server Error" } },
    });
    const base = `${scheme}://${running.sandbox.address}${path}`;
    const findings = (await runOctokit("all", base, repository)) as Findings;
    expect(findings).toEqual({
      login: "F1bonacci66",
      scopes: "delete_repo, read:packages, repo, workflow",
      created: { status: 201, fullName: `F1bonacci66/${repository}`, private: true },
      secretStatuses: [201, 204],
      workflowPermissions: {
        default_workflow_permissions: "read",
        can_approve_pull_request_reviews: false,
      },
      pages: [expect.any(Array), expect.any(Array), [expect.any(String)]],
      linksStay: true,
      missing: {
        name: "HttpError",
        status: 404,
        message: expect.stringMatching(/^Not Found - https:\/\/docs\.github\.com\/rest/) as string,
      },
      again: {
        name: "HttpError",
        status: 422,
        message: expect.stringContaining("name already exists on this account") as string,
      },
      retried: 1,
    } satisfies Findings);
    expect(findings.pages.flat().sort()).toEqual([...packages].sort());
    const secret = await running.control("GET", `secrets/F1bonacci66/${repository}/GHCR_TOKEN`);
    expect(await secret.json()).toMatchObject({ opened: PUBLISHER_TOKEN });
  },
  60_000,
);

it.each([
  ["requestsPerHour", 403, "rate limit, later"],
  ["requestsPerHour", 429, "rate limit, later"],
  ["pointsPerMinute", 403, "secondary rate limit, later"],
  ["pointsPerMinute", 429, "secondary rate limit, later"],
] as const)(
  "octokit's throttling plugin recognizes the limit %s by the status %i",
  async (limit, status, limitFindings) => {
    await running.control("PUT", "limits", { [limit]: 1, status });
    try {
      const findings = (await runOctokit("limits", running.origin)) as LimitFindings;
      expect(findings).toEqual({
        login: "F1bonacci66",
        limits: [limitFindings],
      } satisfies LimitFindings);
    } finally {
      await running.control("DELETE", "knobs");
    }
  },
  60_000,
);
