import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  renderPublish,
  renderStack,
  type PlannedImage,
  type PublishPlan,
  type StackPlan,
} from "../../workflows";
import { examplePlan, exampleStack } from "../../workflows/example";
import { pathOf, withClients } from "./sandbox/clients";

const run = promisify(execFile);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-workflows-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const least: PlannedImage = { name: "app", context: ".", tags: ["latest"], platforms: [] };
const most: PlannedImage = {
  ...{ name: "other", context: "other", dockerfile: "a/Dockerfile", target: "built" },
  buildArgs: { A: "${{ secrets.X }}" },
  contexts: { base: "base" },
  ...{ tags: ["{{tag}}"], platforms: ["linux/arm64", "linux/arm/v7"], visibility: "private" },
};

/** Only GitHub's own rules: which checkers of shell a machine has is another matter. */
async function lint(text: string): Promise<string> {
  const file = join(folder, "publish.yml");
  writeFileSync(file, text);
  const args = ["-no-color", "-oneline", "-shellcheck=", "-pyflakes=", file];
  return run(pathOf("actionlint"), args).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
}

withClients(["actionlint"], () => {
  it.each<[string, Partial<PublishPlan>]>([
    ["the one that the documentation shows", {}],
    ["the workflow's own token", { authentication: "workflow-token" }],
    ["no attestation", { attest: false }],
    ["the least image", { images: [least] }],
    ["all that an image may have", { images: [least, most] }],
  ])("a workflow is nothing that GitHub would refuse: %s", async (_what, changed) => {
    expect(await lint(renderPublish({ ...examplePlan, ...changed }))).toBe("");
  });

  it.each<[string, Partial<StackPlan>]>([
    ["the one that the documentation shows", {}],
    ["the organisation's name", { stack: "acme/prod", folder: "deploy/ghcr" }],
    ["a builder of its own", { builder: { name: "big", emulated: [] } }],
  ])("a stack's own workflow is nothing that GitHub would refuse: %s", async (_what, changed) => {
    expect(await lint(renderStack({ ...exampleStack, ...changed }))).toBe("");
  });

  it("a workflow that GitHub would refuse is told", async () => {
    const wrong = renderPublish(examplePlan).replace("steps.tags.outputs", "steps.none.outputs");
    expect(await lint(wrong)).toContain('property "none" is not defined');
  });
});
