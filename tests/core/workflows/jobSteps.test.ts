import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobOf, renderPlan, stepOf } from "./reading";
import { withTools } from "./steps/tools";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-job-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

withTools(["bash", "jq"], () => {
  it("a step of the workflow finds its functions in the file that an earlier step wrote", () => {
    const workflow = renderPlan();
    const check = jobOf(workflow, "check");
    const output = join(folder, "output");
    writeFileSync(output, "");
    const run = (name: string): unknown => {
      const file = join(folder, "step.sh");
      writeFileSync(file, stepOf(check, name).run ?? "");
      const { status, stderr } = spawnSync("bash", ["--noprofile", "--norc", file], {
        encoding: "utf8",
        env: {
          ...{ PATH: process.env.PATH, ...workflow.env, ...check.env },
          ...{
            RUNNER_TEMP: folder,
            GITHUB_OUTPUT: output,
            GITHUB_REPOSITORY: "hellocplusplus0/v7",
          },
          ...{ VERSION: "v1.2.3", COMMIT: "0123456789", BRANCH: "" },
        },
      });
      return [status, stderr];
    };
    expect(run("Write the functions of the next steps")).toEqual([0, ""]);
    expect(run("Determine the tags")).toEqual([0, ""]);
    const tags = ["v1.2.3", "latest"];
    const [name, value] = readFileSync(output, "utf8").split(/=(.*)/s);
    expect(name).toBe("tags");
    expect(JSON.parse(value ?? "")).toEqual({ "v7/backend": tags, "v7/web": tags });
  });
});
