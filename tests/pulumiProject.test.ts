import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfigFileTextToJson } from "typescript";
import { parse } from "yaml";

const root = join(__dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

it("Pulumi runs the program without checking its types, which costs seconds in each new folder", () => {
  const { runtime } = parse(read("Pulumi.yaml")) as {
    runtime: { options: { tsconfig: string } };
  };
  const { tsconfig } = runtime.options;
  expect(tsconfig).toBe("tsconfig.pulumi.json");
  expect(parseConfigFileTextToJson(tsconfig, read(tsconfig)).config).toMatchObject({
    extends: "./tsconfig.json",
    compilerOptions: { noCheck: true },
  });
});
