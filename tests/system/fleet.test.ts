import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { main } from "../../cli/commands/fleet/main";
import type { FleetClock } from "../../cli/commands/fleet/writeBudget";
import { run } from "../../core/process/child";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { Project } from "./support/project";

/** A thousand repositories, as many as GitHub lets an account create in ten hours. */
const stacks = Array.from({ length: 10 }, (_, index) => `team-${index}`);
const repositoriesPerStack = 100;
/** Its repository does not exist. */
const brokenStack = "team-broken";

/** The tests depend on each other: the second one continues where the first was interrupted. */
let project: Project;
let errorOutput = "";
let hoursAhead = 0;
let waits = 0;
let wasInterrupted = false;

const countUpdated = (): number => errorOutput.match(/team-\d: \d+ created/g)?.length ?? 0;

async function advanceHours(hours: number): Promise<void> {
  hoursAhead += hours;
  const order = { advanceSeconds: hours * 3600 };
  await project.control("clock", { method: "POST", body: JSON.stringify(order) });
}

/** The sandbox's clock, which is put forward instead of waiting. */
const clock: FleetClock = {
  now: () => Date.now() + hoursAhead * 3_600_000,
  wait: async (milliseconds, signal) => {
    // Within an hour, the update that took the last writes has ended.
    waits += 1;
    while (countUpdated() < waits) await sleep(100);
    if (waits === 3 && !wasInterrupted) {
      wasInterrupted = true;
      process.emit("SIGTERM", "SIGTERM");
    }
    signal.throwIfAborted();
    await advanceHours(milliseconds / 3_600_000);
  },
};

function configure(stack: string, repositories: object): void {
  const file = join(project.folder, `Pulumi.${stack}.yaml`);
  const written = parse(readFileSync(file, "utf8")) as object;
  writeFileSync(file, stringify({ ...written, config: { "ghcr:repositories": repositories } }));
}

beforeAll(async () => {
  project = await Project.open();
  const { folder, toolchain, world } = project;
  const pulumi = async (args: readonly string[]): Promise<void> => {
    const { environment } = world;
    const outcome = await run(toolchain.pulumi, args, { cwd: folder, environment });
    expect(outcome).toMatchObject({ code: 0 });
  };
  // As docs/fleet.md says: what the stacks share is in the project's file.
  const shared = {
    "ghcr:owner": { value: SEED_OWNER },
    "ghcr:defaults": { value: { create: true } },
  };
  const file = join(folder, "Pulumi.yaml");
  writeFileSync(file, `${readFileSync(file, "utf8")}${stringify({ config: shared })}`);
  for (const stack of [...stacks, brokenStack])
    await pulumi(["stack", "init", stack, "--non-interactive"]);
  for (const stack of stacks) {
    const names = Array.from({ length: repositoriesPerStack }, (_, at) => `${stack}-${at}`);
    configure(stack, Object.fromEntries(names.map((name) => [name, {}])));
  }
  configure(brokenStack, { ghost: { create: false } });
  const limits = { creationsPerHour: true, requestsPerHour: true };
  await project.control("limits", { method: "PUT", body: JSON.stringify(limits) });
}, 600_000);

afterAll(() => project.close());

beforeEach(async () => {
  const { toolchain, folder, world } = project;
  jest.spyOn(process, "cwd").mockReturnValue(folder);
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    errorOutput += String(text);
    return true;
  });
  jest.replaceProperty(process, "env", {
    ...process.env,
    ...world.environment,
    PATH: [dirname(toolchain.pulumi), process.env.PATH ?? ""].join(delimiter),
    GITHUB_TOKEN: ADMINISTRATOR_TOKEN,
    GHCR_TOKEN: PUBLISHER_TOKEN,
    // The states would be written after each of ten thousand steps.
    PULUMI_SKIP_CHECKPOINTS: "true",
  });
  errorOutput = "";
  waits = 0;
  await project.forgetRequests();
});

afterEach(() => {
  jest.restoreAllMocks();
});

interface FleetReport {
  readonly outcome: string;
  readonly stacks: readonly {
    readonly stack: string;
    readonly outcome: string;
    readonly changes: Record<string, number>;
    readonly problems: readonly string[];
  }[];
  readonly problems: readonly string[];
}

async function fleetUp(
  pattern = "team-*",
): Promise<{ readonly code: number; readonly report: FleetReport }> {
  const print = jest.spyOn(console, "log").mockReturnValue();
  const flags = { stacks: [pattern], parallel: 4, yes: true, json: true };
  const code = await main(flags, clock);
  return { code, report: JSON.parse(String(print.mock.calls[0]?.[0])) as FleetReport };
}

async function countCreated(): Promise<number> {
  return (await project.listRequests()).filter(
    ({ method, path, status }) => method === "POST" && path.endsWith("/repos") && status === 201,
  ).length;
}

it("creates as many repositories as GitHub's limits allow, until it is interrupted", async () => {
  const { code, report } = await fleetUp();
  expect({ code, errorOutput }).toMatchObject({ code: 143 });
  expect(report.outcome).toBe("fail");
  expect(report.stacks.map(({ outcome }) => outcome)).toEqual([
    ...Array<string>(3).fill("pass"),
    ...Array<string>(7).fill("unknown"),
    "fail",
  ]);
  expect(await countCreated()).toBe(3 * repositoriesPerStack);
  expect(errorOutput.match(/waiting until \d\d:\d\d UTC for GitHub's limit/g)).toHaveLength(3);
  expect(errorOutput).toContain("interrupted; run fleet up again to continue");
}, 900_000);

it("continues an hour later, changes nothing in the stacks that are done, and reports the one that fails", async () => {
  await advanceHours(1);
  const { code, report } = await fleetUp();
  expect({ code, errorOutput }).toMatchObject({ code: 1 });
  expect(report.outcome).toBe("fail");
  expect(report.stacks.map(({ stack }) => stack)).toEqual([...stacks, brokenStack]);
  const failed = report.stacks.filter(({ outcome }) => outcome !== "pass");
  expect(failed.map(({ stack }) => stack)).toEqual([brokenStack]);
  expect(errorOutput).toContain("[2/3] pulumi up: 10 of 11 stacks updated (");
  expect(failed[0]?.problems.join("\n")).toContain("ghcr:repositories.ghost");
  expect(report.problems).toEqual([
    "1 of 11 stacks failed. After you fix that, run:",
    `npx pulumi-ghcr fleet up --stacks ${brokenStack}`,
  ]);
  expect(report.stacks.slice(0, 3).flatMap(({ changes }) => Object.keys(changes))).toEqual(
    Array<string>(3).fill("same"),
  );
  expect(await countCreated()).toBe(7 * repositoriesPerStack);
  expect(waits).toBe(6);
  expect(Math.round(hoursAhead)).toBe(9);
}, 900_000);

it("updates the stack that failed after its settings are fixed", async () => {
  configure(brokenStack, {});
  const { code, report } = await fleetUp(brokenStack);
  expect({ code, errorOutput }).toMatchObject({ code: 0 });
  expect(report).toMatchObject({ outcome: "pass", stacks: [{ stack: brokenStack }] });
  expect(errorOutput).toContain("[3/3] Report: 1 stack is up to date");
});
