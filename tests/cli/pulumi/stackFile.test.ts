import {
  existingStack,
  shortStack,
  suggestStack,
  defaultStack,
} from "../../../cli/pulumi/stackFile";
import { folderForEachTest } from "../testFolder";

const folder = folderForEachTest();

function createFiles(names: readonly string[]): void {
  for (const name of names) folder.write(name);
}

it.each<[string, readonly string[], expectedDefault: string, expectedExisting: string | undefined]>(
  [
    ["no file", [], "prod", undefined],
    ["the program's file alone", ["Pulumi.yaml", "Pulumi.prod.yml"], "prod", undefined],
    ["the sandbox's", ["Pulumi.dev.yaml"], "prod", "dev"],
    ["one", ["Pulumi.a.b-c_1.yaml"], "a.b-c_1", "a.b-c_1"],
    ["one beside the sandbox's", ["Pulumi.zone.yaml", "Pulumi.dev.yaml"], "zone", "zone"],
  ],
)("the default of %s", (_what, files, expectedDefault, expectedExisting) => {
  createFiles(files);
  expect([defaultStack(folder.path), existingStack(folder.path)]).toEqual([
    expectedDefault,
    expectedExisting,
  ]);
});

it("names the flag if several stacks are possible", () => {
  createFiles(["Pulumi.staging.yaml", "Pulumi.dev.yaml", "Pulumi.live.yaml"]);
  const response = "--stack is missing, and live, staging each have a file here; name one of them";
  expect(() => existingStack(folder.path)).toThrow(new Error(response));
  expect(() => defaultStack(folder.path)).toThrow(new Error(`${response}, or a new one`));
});

it("chooses prod among several only if it can be created, and shows its preview first", () => {
  createFiles(["Pulumi.staging.yaml", "Pulumi.prod.yaml"]);
  expect(defaultStack(folder.path)).toBe("prod");
  expect(() => existingStack(folder.path)).toThrow("prod, staging each have a file here");
});

it("suggests a similar name for an unknown one", () => {
  createFiles(["Pulumi.prod.yaml", "Pulumi.staging.yaml"]);
  expect(suggestStack(folder.path, "prdo")).toBe("; did you mean prod?");
  expect(suggestStack(folder.path, "octo/pulumi-ghcr/stagin")).toBe("; did you mean staging?");
  // Its file exists, but Pulumi does not know it: a different problem.
  expect(suggestStack(folder.path, "prod")).toBe("");
  expect(suggestStack(folder.path, "something")).toBe("");
});

it("a stack without a service has a short name", () => {
  expect(shortStack("organization/pulumi-ghcr/prod")).toBe("prod");
  expect(shortStack("octo/pulumi-ghcr/prod")).toBe("octo/pulumi-ghcr/prod");
});
