import { readFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../../../cli/main";
import { images, renderFiles } from "../../../core/deploy/images";
import { captureConsole } from "../../captureConsole";
import { FakePulumi } from "../../pulumi/fakePulumi";

const captured = captureConsole();

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

it("says what it wrote, and which images are not published yet", async () => {
  const pulumi = new FakePulumi({ "stack output": { stdout: JSON.stringify(outputs) } });
  pulumi.enter();
  const folder = join(pulumi.folder, "deploy");
  const args = ["outputs", folder, "compose", "lock", "--stack", "prod"];
  expect([await main(args, "1.2.3"), captured.error]).toEqual([0, ""]);
  expect(pulumi.commands).toEqual(["stack output --json --stack prod"]);
  expect(captured.out).toBe(
    [
      `In ${folder}, with the images of prod:`,
      "  compose.lock.yaml  written",
      "  images.lock.json   written",
      "Not published yet: v7/backend",
      "",
    ].join("\n"),
  );
  const lock = readFileSync(join(folder, "images.lock.json"), "utf8");
  expect(lock).toBe(`${files.__lock ?? ""}\n`);
});
