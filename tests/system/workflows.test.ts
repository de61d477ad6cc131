import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse, parseDocument, visit, type YAMLMap } from "yaml";
import {
  renderPublish,
  renderStack,
  type PlannedImage,
  type PublishPlan,
  type StackPlan,
} from "../../core/workflows";
import { examplePlan, exampleStack } from "../../core/workflows/example";
import { stepScript } from "../../core/workflows/embed";
import { pathOf, withClients } from "./sandbox/clients";

const run = promisify(execFile);
const steps = join(__dirname, "..", "..", "core", "workflows", "steps");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-workflows-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const minimalImage: PlannedImage = { name: "app", context: ".", tags: ["latest"], platforms: [] };
const fullImage: PlannedImage = {
  ...{ name: "other", context: "other", dockerfile: "a/Dockerfile", target: "built" },
  buildArgs: { A: "${{ secrets.X }}" },
  contexts: { base: "base" },
  ...{ tags: ["{{tag}}"], platforms: ["linux/arm64", "linux/arm/v7"], visibility: "private" },
};

const cleanup: NonNullable<PublishPlan["cleanup"]> = {
  ...{ schedule: "23 3 * * SUN", olderThan: "90 days", keepUntagged: 10 },
  ...{ keepTags: ["latest", "v*"], delete: false },
};

/** Each kind of workflow that the settings can come to. */
const workflows: readonly (readonly [string, string])[] = [
  ...Object.entries<Partial<PublishPlan>>({
    "the one that publishes, as the documentation shows it": {},
    "the workflow's own token": { authentication: "workflow-token" },
    "no attestation": { attest: false },
    "the least image": { images: [minimalImage] },
    "all that an image may have": { images: [minimalImage, fullImage] },
    "old versions that are reported": { cleanup },
    "old versions that are deleted": {
      cleanup: { ...cleanup, keepTagged: 3, delete: true, secretName: "CLEANER_TOKEN" },
    },
  }).map(([what, changed]) => [what, renderPublish({ ...examplePlan, ...changed })] as const),
  ...Object.entries<Partial<StackPlan>>({
    "the one that runs a stack, as the documentation shows it": {},
    "the organization's name": { stack: "acme/prod", folder: "deploy/ghcr" },
    "a builder of its own": { builder: { name: "big", emulated: [] } },
  }).map(([what, changed]) => [what, renderStack({ ...exampleStack, ...changed })] as const),
];

/** What a checker says, whether it found anything or not. */
async function check(program: string, args: readonly string[], text: string): Promise<string> {
  const file = join(folder, "workflow.yml");
  writeFileSync(file, text);
  return run(program, [...args, file], { cwd: folder }).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: unknown) => {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return stdout + stderr;
    },
  );
}

withClients(["actionlint"], () => {
  /** Only GitHub's own rules: shell has a test of its own. */
  const lint = (text: string): Promise<string> =>
    check(pathOf("actionlint"), ["-no-color", "-oneline", "-shellcheck=", "-pyflakes="], text);

  it.each(workflows)("a workflow passes actionlint: %s", async (_what, text) => {
    expect(await lint(text)).toBe("");
  });

  withClients(["shellcheck"], () => {
    /** As it is run by whoever has both: it hands each script on. */
    const lintAll = (text: string): Promise<string> => {
      const shell = `-shellcheck=${pathOf("shellcheck")}`;
      return check(pathOf("actionlint"), ["-no-color", "-oneline", shell, "-pyflakes="], text);
    };

    it.each(workflows)("and so do its scripts: %s", async (_what, text) => {
      expect(await lintAll(text)).toBe("");
    });

    it("a mistake in a script is reported", async () => {
      const formatIssue = renderPublish(examplePlan).replace(
        'functions.sh"\n',
        'functions.sh"; cd $1\n',
      );
      expect(await lintAll(formatIssue)).toContain("SC2086");
    });
  });

  it("a workflow that GitHub would reject is reported", async () => {
    const wrong = renderPublish(examplePlan).replace("steps.tags.outputs", "steps.none.outputs");
    expect(await lint(wrong)).toContain('property "none" is not defined');
  });
});

withClients(["zizmor"], () => {
  /** The strictest that is no guess. A step that is named again is read where it is, too. */
  const audit = (text: string): Promise<string> =>
    check(
      pathOf("zizmor"),
      ["--offline", "--no-progress", "--color=never", "--no-config", "--persona=pedantic"],
      expandAliases(text),
    );

  it.each(workflows)(
    "a workflow is safe from what is known of unsafe ones: %s",
    async (_, text) => {
      expect(await audit(text)).toContain("No findings to report");
    },
  );

  it("a step is read in each job that it stands in", () => {
    const text = renderPublish(examplePlan);
    expect(text).toMatch(/- \*log-in\n/);
    const workflow = expandAliases(text);
    expect(workflow).not.toMatch(/^ *- [*&]/m);
    expect(parse(workflow)).toEqual(parse(text));
  });

  it.each([
    ["what an event brings, in a shell", "jq --null", "echo ${{ github.head_ref }}; jq --null"],
    ["an action that another hand can change", /@[0-9a-f]{40} # v/, "@v"],
    ["secrets for what a fork brings", "pull_request:", "pull_request_target:"],
  ])("an unsafe one is reported: %s", async (_what, from, to) => {
    const text = renderPublish(examplePlan);
    const unsafe = text.replace(from, to);
    expect(unsafe).not.toBe(text);
    expect(await audit(unsafe)).toMatch(/[1-9]\d* findings? \(|[1-9]\d* (?:low|medium|high)/);
  });
});

/** A workflow that names no step again, and holds each where it is. */
function expandAliases(text: string): string {
  const document = parseDocument(text);
  visit(document, { Alias: (_key, alias) => alias.resolve(document)?.clone() as YAMLMap });
  visit(document, {
    Map: (_key, node) => {
      delete node.anchor;
    },
  });
  return document.toString({ lineWidth: 0 });
}

withClients(["shellcheck"], () => {
  /** What a script sources is followed, and looked for in this folder. */
  const shell = (text: string, sources: string): Promise<string> => {
    const options = ["--shell=bash", "--format=gcc", "--external-sources", "--check-sourced"];
    return check(pathOf("shellcheck"), [...options, `--source-path=${sources}`], text);
  };
  const names = readdirSync(steps).map((file) => file.replace(".sh", ""));
  // A step begins by itself; what it sources is a part of it.
  const scripts = names.map((name) => [name, stepScript(name)] as const);

  it.each(scripts.filter(([, text]) => text.startsWith("set -euo pipefail\n")))(
    "nothing is found in a step with what it sources: %s",
    async (_name, text) => {
      expect(await shell(text, folder)).toBe("");
    },
  );

  it.each(workflows)(
    "shellcheck reports nothing in a workflow's scripts: %s",
    async (_what, text) => {
      const { jobs } = parse(text) as { jobs: Record<string, { steps: { run?: string }[] }> };
      const scripts = Object.values(jobs).flatMap(({ steps: each }) =>
        each.flatMap(({ run: script }) => (script === undefined ? [] : [script])),
      );
      expect(new Set(scripts).size).toBeGreaterThan(5);
      for (const script of scripts) {
        // In a job the functions are written before the first step that sources them.
        const written = /<<'FUNCTIONS'\n([^]*)\nFUNCTIONS\n/.exec(script)?.[1];
        if (written !== undefined) writeFileSync(join(folder, "functions.sh"), written);
        expect(await shell(script, folder)).toBe("");
      }
    },
  );

  it("a mistake is reported, also in a sourced file", async () => {
    expect(await shell("cd $1\nls\n", folder)).toMatch(/SC2164|SC2086/);
    writeFileSync(join(folder, "functions.sh"), "slip() { cd $1; }\n");
    expect(await shell('source "$RUNNER_TEMP/functions.sh"\nslip a\n', folder)).toContain("SC2086");
  });
});
