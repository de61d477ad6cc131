import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
import { stackSteps, stepScript } from "../../core/workflows/embed";
import { pathOf, withClients } from "./sandbox/clients";

const run = promisify(execFile);
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

/** Workflows for different settings. */
const workflows: readonly (readonly [string, string])[] = [
  ...Object.entries<Partial<PublishPlan>>({
    "the publish workflow in the documentation": {},
    "the workflow's token": { authentication: "workflow-token" },
    "without attestations": { attest: false },
    "an image with only the required settings": { images: [minimalImage] },
    "an image with all settings": { images: [minimalImage, fullImage] },
    "a cleanup that reports old versions": { cleanup },
    "a cleanup that deletes old versions": {
      cleanup: { ...cleanup, keepTagged: 3, delete: true, secretName: "CLEANER_TOKEN" },
    },
  }).map(([what, changed]) => [what, renderPublish({ ...examplePlan, ...changed })] as const),
  ...Object.entries<Partial<StackPlan>>({
    "the stack workflow in the documentation": {},
    "a stack of an organization": { stack: "acme/prod", folder: "deploy/ghcr" },
    "a dedicated builder": { builder: { name: "big", emulated: [] } },
  }).map(([what, changed]) => [what, renderStack({ ...exampleStack, ...changed })] as const),
];

/** A checker's output, whether it succeeds or fails. */
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
  /** Without the scripts, which another test checks. */
  const lint = (text: string): Promise<string> =>
    check(pathOf("actionlint"), ["-no-color", "-oneline", "-shellcheck=", "-pyflakes="], text);

  it.each(workflows)("actionlint finds no problem: %s", async (_what, text) => {
    expect(await lint(text)).toBe("");
  });

  withClients(["shellcheck"], () => {
    /** With shellcheck, which actionlint runs for each script. */
    const lintAll = (text: string): Promise<string> => {
      const shell = `-shellcheck=${pathOf("shellcheck")}`;
      return check(pathOf("actionlint"), ["-no-color", "-oneline", shell, "-pyflakes="], text);
    };

    it.each(workflows)("actionlint with shellcheck finds no problem: %s", async (_what, text) => {
      expect(await lintAll(text)).toBe("");
    });

    it("actionlint with shellcheck reports a mistake in a script", async () => {
      const wrong = renderPublish(examplePlan).replace("failed=0\n", "failed=0; cd $1\n");
      expect(await lintAll(wrong)).toContain("SC2086");
    });
  });

  it("actionlint reports a workflow that GitHub would reject", async () => {
    const wrong = renderPublish(examplePlan).replace("steps.tags.outputs", "steps.none.outputs");
    expect(await lint(wrong)).toContain('property "none" is not defined');
  });
});

withClients(["zizmor"], () => {
  /** With the strictest persona that does not guess. Aliases are expanded, so that each step is checked. */
  const audit = (text: string): Promise<string> =>
    check(
      pathOf("zizmor"),
      ["--offline", "--no-progress", "--color=never", "--no-config", "--persona=pedantic"],
      expandAliases(text),
    );

  it.each(workflows)("zizmor finds no problem: %s", async (_, text) => {
    expect(await audit(text)).toContain("No findings to report");
  });

  it("zizmor reads each job's steps, because aliases are expanded", () => {
    const text = renderPublish(examplePlan);
    expect(text).toMatch(/- \*log-in\n/);
    const workflow = expandAliases(text);
    expect(workflow).not.toMatch(/^ *- [*&]/m);
    expect(parse(workflow)).toEqual(parse(text));
  });

  it.each([
    ["untrusted input in a script", "failed=0", "echo ${{ github.head_ref }}; failed=0"],
    ["an action that is not pinned by its commit", /@[0-9a-f]{40} # v/, "@v"],
    ["secrets for pull requests from forks", "pull_request:", "pull_request_target:"],
  ])("zizmor reports an unsafe workflow: %s", async (_what, from, to) => {
    const text = renderPublish(examplePlan);
    const unsafe = text.replace(from, to);
    expect(unsafe).not.toBe(text);
    expect(await audit(unsafe)).toMatch(/[1-9]\d* findings? \(|[1-9]\d* (?:low|medium|high)/);
  });
});

/** A workflow without YAML aliases. */
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
  /** Checks a script and the files in this folder that it sources. */
  const shell = (text: string, sources: string): Promise<string> => {
    const options = ["--shell=bash", "--format=gcc", "--external-sources", "--check-sourced"];
    return check(pathOf("shellcheck"), [...options, `--source-path=${sources}`], text);
  };

  it.each(stackSteps)(
    "shellcheck finds no problem in a step and the files that it sources: %s",
    async (name) => {
      expect(await shell(stepScript(name), folder)).toBe("");
    },
  );

  it.each(workflows)(
    "shellcheck finds no problem in a workflow's scripts: %s",
    async (_what, text) => {
      const { jobs } = parse(text) as { jobs: Record<string, { steps: { run?: string }[] }> };
      const scripts = Object.values(jobs).flatMap(({ steps: each }) =>
        each.flatMap(({ run: script }) => (script === undefined ? [] : [script])),
      );
      expect(new Set(scripts).size).toBeGreaterThanOrEqual(3);
      for (const script of scripts) {
        // A job writes the functions to a file before a step sources it.
        const written = /<<'FUNCTIONS'\n([^]*)\nFUNCTIONS\n/.exec(script)?.[1];
        if (written !== undefined) writeFileSync(join(folder, "functions.sh"), written);
        expect(await shell(script, folder)).toBe("");
      }
    },
  );

  it("shellcheck reports a mistake, also in a sourced file", async () => {
    expect(await shell("cd $1\nls\n", folder)).toMatch(/SC2164|SC2086/);
    writeFileSync(join(folder, "functions.sh"), "slip() { cd $1; }\n");
    expect(await shell('source "$RUNNER_TEMP/functions.sh"\nslip a\n', folder)).toContain("SC2086");
  });
});
