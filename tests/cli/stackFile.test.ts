import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownStack, presentStack } from "../../cli/stackFile";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-stacks-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function filesOf(names: readonly string[]): void {
  for (const name of names) writeFileSync(join(folder, name), "");
}

it.each<[string, readonly string[], own: string | undefined, present: string | undefined]>([
  ["no file", [], undefined, undefined],
  ["the program's file alone", ["Pulumi.yaml", "Pulumi.prod.yml"], undefined, undefined],
  ["the sandbox's", ["Pulumi.dev.yaml"], undefined, "dev"],
  ["one", ["Pulumi.a.b-c_1.yaml"], "a.b-c_1", "a.b-c_1"],
  ["one beside the sandbox's", ["Pulumi.zone.yaml", "Pulumi.dev.yaml"], "zone", "zone"],
])("where nobody says, of %s", (_what, files, own, present) => {
  filesOf(files);
  expect([ownStack(folder), presentStack(folder)]).toEqual([own, present]);
});

it("names the flag where several may be meant", () => {
  filesOf(["Pulumi.staging.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml"]);
  const says = "which stack is meant? name it: --stack prod, or --stack staging";
  for (const meant of [ownStack, presentStack]) expect(() => meant(folder)).toThrow(says);
});
