import * as pulumi from "@pulumi/pulumi";
import { SEED_OWNER } from "../../../sandbox/seed";
import type * as Declare from "../../../stack/declare/repositories";
import { waitForWrites } from "../../../stack/declare/writeLimit";
import { record } from "../../components/recording";
import { startGithubHalf, type GithubHalf } from "../../sandbox/world";
import { desiredRepository, desiredStack } from "../desired";

// A hundred, which newRepositories.test.ts proves, take seconds to declare.
const limits = "../../../stack/preflight/checks/newRepositories";
jest.doMock(limits, () => ({
  ...jest.requireActual<object>(limits),
  newRepositoriesPerHour: 3,
}));
const { declareRepositories } = jest.requireActual<typeof Declare>(
  "../../../stack/declare/repositories",
);

let github: GithubHalf;
let warnings: jest.SpyInstance;

beforeEach(async () => {
  github = await startGithubHalf();
  warnings = jest.spyOn(pulumi.log, "warn").mockReset().mockResolvedValue();
});

afterEach(() => github.close());

const settings = (repository: string): string =>
  `/repos/${SEED_OWNER}/${repository}/actions/permissions/workflow`;

/** The paths of the writes that asked whether GitHub accepts writes. */
const questions = (): readonly string[] =>
  github.journal
    .read()
    .filter(({ method }) => method === "PUT")
    .map(({ path }) => path.replace(/^\/api\/v3/, ""));

/** Declares this many repositories; all but the first two are new. */
async function declare(count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `many-${index}`);
  const repositories = names.map((name) => desiredRepository(name, { create: true }));
  const stack = desiredStack({ apiAddress: github.origin, repositories });
  const newRepositories = new Set(names.slice(2));
  const { result } = await record(
    async () =>
      (await declareRepositories(stack, { repositories: new Map(), newRepositories }, {})).map(
        ({ name }) => name,
      ),
    { isStack: true },
  );
  expect(result).toEqual(names);
}

it("asks GitHub before each further hour's new repositories whether it accepts writes", async () => {
  await declare(5);
  expect(questions()).toEqual([]);
  await declare(10);
  // The questions take the writes of a repository, so that one less follows them.
  const times = (name: string): readonly string[] => Array<string>(5).fill(settings(name));
  expect(questions()).toEqual(["many-2", "many-5", "many-7"].flatMap(times));
});

it("waits as long as GitHub says, and says until when", async () => {
  await github.ask("POST", "/user/repos", { body: { name: "many-10" } });
  await github.control("PUT", "limits", { creationsPerHour: 2 });
  await github.ask("PUT", settings("many-10"), { body: { default_workflow_permissions: "read" } });
  const waits: number[] = [];
  const stack = desiredStack({ apiAddress: github.origin });
  await waitForWrites(stack, { name: "many-10" }, async (milliseconds) => {
    waits.push(Math.round(milliseconds / 60_000));
    await github.control("POST", "clock", { advanceSeconds: milliseconds / 1000 + 1 });
  });
  // One of two writes is left for the five questions.
  expect(waits).toEqual([60, 60]);
  const waiting = /^waiting until \d\d:\d\d UTC for GitHub's limit on writes$/;
  expect(warnings.mock.calls.map(([text]) => waiting.test(String(text)))).toEqual([true, true]);
  expect(github.journal.read().at(-1)).toMatchObject({ method: "PUT", status: 204 });
});

it("leaves any other failure to the provider", async () => {
  const stack = desiredStack({ apiAddress: github.origin });
  await waitForWrites(stack, { name: "missing" }, () => Promise.reject(new Error("it waited")));
  expect(warnings).not.toHaveBeenCalled();
});
