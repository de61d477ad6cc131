import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { listChanges } from "./support/changes";
import { isWrite, Project, type Update } from "./support/project";

/**
 * More repositories than the provider's newer client has permits. The tests depend on each other:
 * each continues with the state that the previous one left.
 */
const count = 120;

let world: Project;
let project: Project;
let temporary: string;

beforeAll(async () => {
  world = await Project.open();
  temporary = join(world.folder, "temporary");
  mkdirSync(temporary);
  project = world.openClone(world.folder, {
    TMPDIR: temporary,
    // The state would be written after each of a thousand steps, which is half of the test's time.
    PULUMI_SKIP_CHECKPOINTS: "true",
  });
  const names = Array.from({ length: count }, (_, index) => `many-${index}`);
  project.configure({
    "ghcr:repositories": Object.fromEntries(names.map((name) => [name, { create: true }])),
  });
}, 600_000);

afterAll(() => world.close());

/** The number of answers by status, to requests like `PATCH /repos/*`. */
function countAnswers({ requests }: Pick<Update, "requests">, pattern: RegExp) {
  const counts: Record<number, number> = {};
  for (const { method, path, status } of requests) {
    if (!pattern.test(`${method} ${path}`)) continue;
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

it("creates them all, and waits as long as GitHub says", async () => {
  const limited = {
    type: "answer",
    status: 403,
    headers: { "retry-after": "1" },
    body: {
      message: "You have exceeded a secondary rate limit and have been temporarily blocked.",
      documentation_url:
        "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits",
    },
  };
  for (const [method, path] of [
    ["POST", "/user/repos"],
    ["PUT", "/repos/*/*/actions/secrets/*"],
  ]) {
    const order = { match: { method, path }, nth: 3, times: 3, fault: limited };
    await project.control("faults", { method: "POST", body: JSON.stringify(order) });
  }
  const update = await project.up();
  expect(countAnswers(update, /POST .*\/user\/repos$/)).toEqual({ 201: count, 403: 3 });
  expect(countAnswers(update, /PUT .*\/secrets\//)).toEqual({ 201: count, 403: 3 });
  // This is why the newer client would stop.
  expect(countAnswers(update, /vulnerability-alerts/)).toEqual({ 404: count });
  expect(update.output.replace(/\s+/g, " ")).toContain(
    `ghcr:repositories: creating ${count} repositories can take 61 minutes or more because of GitHub's limits`,
  );
});

it("refreshes and changes nothing in the next update, and counts against no limit", async () => {
  const update = await project.up({ refresh: true });
  expect(listChanges(update).filter((change) => !change.startsWith("refresh "))).toEqual([]);
  expect(update.requests.filter(isWrite)).toEqual([]);
  expect(countAnswers(update, /GET .*\/repos\/[^/]+\/[^/]+$/)).toEqual({ 304: count });
});

it("archives them all", async () => {
  await project.forgetRequests();
  await project.destroy();
  const requests = await project.listRequests();
  const archived = requests.filter(isWrite).filter(({ method }) => method === "PATCH");
  expect(archived).toHaveLength(count);
});

it("leaves nothing in the temporary folder", () => {
  expect(readdirSync(temporary)).toEqual([]);
});
