import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usualStack, withoutPassword } from "../../../cli/init/stack";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-stack-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function usualWith(...stacks: readonly string[]): string {
  for (const stack of stacks) writeFileSync(join(folder, `Pulumi.${stack}.yaml`), "");
  return usualStack(folder);
}

it.each([
  [[], "prod"],
  [["dev"], "prod"],
  [["dev", "live"], "live"],
  [["live", "prod"], "prod"],
])("where nobody says which stack, and there are %j, it is %s", (stacks, usual) => {
  expect(usualWith(...stacks)).toBe(usual);
});

it("is not made up beside several others", () => {
  expect(() => usualWith("dev", "live", "staging")).toThrow(
    "--stack: is missing, and live, staging have a file here; name one of them, or a new one",
  );
});

it.each([
  ["postgres://me:hunter2@host/db", "postgres://…@host/db"],
  ["postgres://me:hun@ter2@host/db", "postgres://…@host/db"],
  ["postgres://me@host/db", "postgres://…@host/db"],
  ["s3://bucket/a@b", "s3://bucket/a@b"],
  ["file://~", "file://~"],
])("%s is told without its password", (url, told) => {
  expect(withoutPassword(url)).toBe(told);
});
