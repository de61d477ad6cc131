import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { errorsIn, hasReachedResources } from "../../cli/diagnostics";
import { knownRefusals } from "../../ghcr/denials";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "diagnostics-test-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function logOf(...events: readonly unknown[]): string {
  const file = join(folder, "events");
  writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join("") + '{"diagn');
  return file;
}

const told = (severity: string, message: string): object => ({
  sequence: 1,
  diagnosticEvent: { severity, message, color: "never" },
});
const denied = "failed to push localhost:5000/o/n: denied: permission_denied: write_package";

it("are Pulumi's errors, without its colours, from a log that may be cut off", () => {
  const file = logOf(
    { sequence: 0, preludeEvent: { config: {} } },
    told("info#err", "#1 building"),
    told("error", `<{%fg 1%}>${denied}<{%reset%}>`),
    told("warning", "something"),
  );
  expect(errorsIn(file)).toBe(denied);
  expect(errorsIn(join(folder, "none"))).toBe("");
});

it("leave out what is explained already", () => {
  const preflight = `Preflight found a problem; nothing was changed.\n  - ghcr:token: ${denied}`;
  expect(errorsIn(logOf(told("error", preflight)))).toBe("");
});

const step = (type: string): object => ({ resourcePreEvent: { metadata: { op: "same", type } } });

it.each<[string, readonly object[], boolean]>([
  ["nothing at all", [], false],
  [
    "what the engine alone needs",
    [step("pulumi:pulumi:Stack"), step("pulumi:providers:pulumi")],
    false,
  ],
  ["an error before that", [told("error", "Cannot find name 'x'")], false],
  ["a component", [step("pulumi:pulumi:Stack"), step("ghcr:index:PublishingRepository")], true],
  ["a resource", [step("github:index/repository:Repository")], true],
])("tell of %s whether the update got to a resource", (_what, events, isReached) => {
  expect(hasReachedResources(logOf(...events))).toBe(isReached);
});

it("name the refusals that are known, and no others", () => {
  const [found, ...more] = knownRefusals(`${denied}\n403 says the moon`, ["localhost:5000"]);
  expect(found?.denial?.id).toBe("ghcr-write-package");
  expect(more).toEqual([]);
});
