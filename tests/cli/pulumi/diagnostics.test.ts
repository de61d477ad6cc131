import {
  hasNoChanges,
  collectErrors,
  readEvents,
  hasReachedResources,
  wasCanceled,
  type Event,
} from "../../../cli/pulumi/diagnostics";
import { recognizeErrors } from "../../../core/denials";
import { folderForEachTest } from "../testFolder";

const folder = folderForEachTest();

function writeLog(...events: readonly unknown[]): readonly Event[] {
  folder.write("events", events.map((event) => `${JSON.stringify(event)}\n`).join("") + '{"diagn');
  return readEvents(folder.at("events"));
}

const diagnostic = (severity: string, message: string): object => ({
  sequence: 1,
  diagnosticEvent: { severity, message, color: "never" },
});
const denied = "failed to push localhost:5000/o/n: denied: permission_denied: write_package";

it("are Pulumi's errors without colors, from a log that may be incomplete", () => {
  const events = writeLog(
    { sequence: 0, preludeEvent: { config: {} } },
    diagnostic("info#err", "#1 building"),
    diagnostic("error", `<{%fg 1%}>${denied}<{%reset%}>`),
    diagnostic("warning", "something"),
  );
  expect(collectErrors(events)).toBe(denied);
  expect(readEvents(folder.at("none"))).toEqual([]);
});

it("leave out errors that contain their explanation", () => {
  const preflight = `Preflight found a problem; nothing was changed.\n  - ghcr:token: ${denied}`;
  expect(collectErrors(writeLog(diagnostic("error", preflight)))).toBe("");
});

const step = (type: string): object => ({ resourcePreEvent: { metadata: { op: "same", type } } });

it.each<[string, readonly object[], boolean]>([
  ["nothing at all", [], false],
  [
    "what the engine alone needs",
    [step("pulumi:pulumi:Stack"), step("pulumi:providers:pulumi")],
    false,
  ],
  ["an error before that", [diagnostic("error", "Cannot find name 'x'")], false],
  ["a component", [step("pulumi:pulumi:Stack"), step("ghcr:index:PublishingRepository")], true],
  ["a resource", [step("github:index/repository:Repository")], true],
])("determine for %s whether the update reached a resource", (_what, events, isReached) => {
  expect(hasReachedResources(writeLog(...events))).toBe(isReached);
});

/** The last events of an update: resource counts by operation, and the stack's outputs. */
function lastEvents(
  resourceChanges: unknown,
  before?: unknown,
  after?: unknown,
): readonly object[] {
  const type = "pulumi:pulumi:Stack";
  const metadata = { type, old: { outputs: before }, new: { outputs: after } };
  const early = { type, old: { outputs: before }, new: { outputs: {} } };
  return [
    { resOutputsEvent: { metadata: early } },
    { resOutputsEvent: { metadata } },
    { summaryEvent: { resourceChanges, isPreview: true } },
    { cancelEvent: {} },
  ];
}

it.each<[string, readonly object[], boolean]>([
  ["nothing at all", [], false],
  ["the same resources and outputs", lastEvents({ same: 8 }, { a: ["1"] }, { a: ["1"] }), true],
  ["a resource that was only read", lastEvents({ same: 8, read: 1 }, {}, {}), true],
  ["a resource that is made", lastEvents({ same: 8, create: 1 }, {}, {}), false],
  ["a resource that is gone", lastEvents({ delete: 1 }, {}, {}), false],
  ["another output", lastEvents({ same: 8 }, { a: ["1"] }, { a: ["2"] }), false],
  ["a preview that was broken off", lastEvents({ same: 8 }, {}, {}).slice(0, 2), false],
  ["no word of the outputs", lastEvents({ same: 8 }).slice(2), false],
])("determine for %s whether anything changes", (_what, events, isUnchanged) => {
  expect(hasNoChanges(writeLog(...events))).toBe(isUnchanged);
});

it("contain the recognized denials only", () => {
  const [found, ...more] = recognizeErrors(`${denied}\n403 says the moon`, ["localhost:5000"]);
  expect(found?.denial?.id).toBe("ghcr-write-package");
  expect(more).toEqual([]);
});

it("detects an update that was canceled with a key", () => {
  for (const what of ["preview", "update"]) {
    const message = `<{%reset%}>${what} canceled<{%reset%}>\n`;
    expect(wasCanceled(writeLog(diagnostic("error", message)))).toBe(true);
    expect(wasCanceled(writeLog(diagnostic("info", message)))).toBe(false);
  }
  expect(wasCanceled(writeLog(diagnostic("error", "the job says: update canceled")))).toBe(false);
});
