import { readFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../../../cli/main";
import { images, renderFiles } from "../../../core/deploy/images";
import { captureConsole } from "../../captureConsole";
import { FakePulumi } from "../../pulumi/fakePulumi";

const captured = captureConsole();
let pulumi: FakePulumi;

afterEach(() => {
  jest.restoreAllMocks();
  pulumi.remove();
});

const files = Object.fromEntries(
  Object.entries(renderFiles(images)).map(([name, text]) => [`__${name}`, text]),
);
const pinned = `ghcr.io/o/v7/web:1@sha256:${"1".repeat(64)}`;
const outputs = {
  images: {
    "v7/web": { reference: "ghcr.io/o/v7/web:1", pinned },
    "v7/backend": { reference: "ghcr.io/o/v7/backend:1" },
  },
  ...files,
};

/** Writes files into a folder beside a program whose stack has these outputs. */
async function run(stackOutputs: object, ...names: readonly string[]): Promise<number> {
  pulumi = new FakePulumi({ "stack output": { stdout: JSON.stringify(stackOutputs) } });
  jest.spyOn(process, "cwd").mockReturnValue(pulumi.folder);
  jest.replaceProperty(process, "env", { PATH: pulumi.folder });
  const code = await main(["outputs", folder(), ...names, "--stack", "prod"], "1.2.3");
  expect(pulumi.commands).toEqual(["stack output --json --stack prod"]);
  return code;
}

const folder = (): string => join(pulumi.folder, "deploy");

it("says what it wrote, and which images are not published yet", async () => {
  expect([await run(outputs, "compose", "lock"), captured.error]).toEqual([0, ""]);
  expect(captured.out).toBe(
    [
      `In ${folder()}, with the images of prod:`,
      "  compose.lock.yaml  written",
      "  images.lock.json   written",
      "Not published yet: v7/backend",
      "",
    ].join("\n"),
  );
  const lock = readFileSync(join(folder(), "images.lock.json"), "utf8");
  expect(lock).toBe(`${files.__lock ?? ""}\n`);
});
