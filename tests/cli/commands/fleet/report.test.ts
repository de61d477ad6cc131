import { failureText, fleetJson, resultLine } from "../../../../cli/commands/fleet/report";
import type { FleetResult } from "../../../../cli/commands/fleet/update";
import type { UpResult } from "../../../../cli/pulumi/pulumi";
import { PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { desiredStack } from "../../../stack/desired";

function result(name: string, change: Partial<UpResult> = {}): FleetResult {
  const up: UpResult = {
    ...{ code: 0, hasBegun: true, errors: "", messages: [], isUnchanged: false, changes: {} },
    ...change,
  };
  const options = { pulumi: "pulumi", program: ".", stack: name, environment: {} };
  const stack = { options, name, desired: desiredStack({ registry: "ghcr.io" }) };
  return { stack: { ...stack, newRepositories: [], creationTimes: [] }, up, seconds: 65 };
}

const denied = "error: failed to push ghcr.io/octo/app: denied: permission_denied: write_package";
const failed = result("failed", { code: 1, errors: denied, messages: [denied] });
/** Pulumi did not begin. */
const locked = result("locked", { code: 255, errors: `error: locked by ${PUBLISHER_TOKEN}` });

it.each<[string, FleetResult]>([
  ["a: nothing to change (1 min 5 s)", result("a", { isUnchanged: true, changes: { same: 9 } })],
  [
    "a: 5 created, 2 updated, 1 unchanged (1 min 5 s)",
    result("a", { changes: { same: 1, create: 5, update: 2, read: 3 } }),
  ],
  // Only an output changed.
  ["a: done (1 min 5 s)", result("a")],
  ["failed: FAILED (1 min 5 s)", failed],
])("shows a result: %s", (line, each) => {
  expect(resultLine(each, false)).toBe(line);
});

it("shows that an update was interrupted", () => {
  expect(resultLine(failed, true)).toBe("failed: interrupted (1 min 5 s)");
});

it("explains a failure with Pulumi's errors, and the denials in them", () => {
  expect(failureText(failed)).toMatch(
    /^failed failed:\n {2}error: failed to push .*\n\nLine 1: .*\(ghcr-write-package\)\n[^]* {2}Fix /,
  );
});

it("explains a failure before the update with Pulumi's output, without a token", () => {
  expect(failureText(locked)).toMatch(/^locked failed:\n {2}error: locked by /);
  expect(failureText(locked)).not.toContain(PUBLISHER_TOKEN);
});

it("prints JSON, with the stacks by name, and those that did not begin", () => {
  const { stack } = result("waiting");
  expect(fleetJson([{ stack, seconds: 0 }, failed, result("a")], "fail", ["1 failed"])).toEqual({
    version: 2,
    outcome: "fail",
    stacks: [
      { stack: "a", outcome: "pass", changes: {}, denials: [], problems: [] },
      {
        ...{ stack: "failed", outcome: "fail", changes: {}, problems: [denied] },
        denials: [expect.objectContaining({ id: "ghcr-write-package" })],
      },
      { stack: "waiting", outcome: "unknown", changes: {}, denials: [], problems: [] },
    ],
    problems: ["1 failed"],
  });
});
