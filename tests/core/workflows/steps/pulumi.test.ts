import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Job, type StepResult } from "./runner";
import { withSteps } from "./tools";

const locked = "error: the stack is currently locked by 1 lock(s). Either wait";

withSteps(() => {
  let job: Job;
  beforeEach(() => {
    job = new Job({
      ...{ STACK: "dev", SECRETS: "PASSPHRASE KEY", PASSPHRASE: "of-the-stack" },
      ...{ KEY: "line one of it\nline two of it", GITHUB_REPOSITORY: "octo/infrastructure" },
      GITHUB_SERVER_URL: "https://github.com",
    });
    mkdirSync(job.file("program"));
  });
  afterEach(() => {
    job.close();
  });

  /** Runs a step with a script instead of Pulumi, which gets the number of previous calls. */
  function run(step: string, script: string): Promise<StepResult> {
    const count = job.file("count");
    writeFileSync(count, "");
    job.place("pulumi", `before=$(grep -c . '${count}'); echo x >>'${count}'\n${script}`);
    return job.run(step, { FOLDER: job.file("program"), RESULT: job.file("result") });
  }

  const output = (): string => readFileSync(job.file("result/output"), "utf8");

  test("waits for another update of the stack, and continues", async () => {
    const ran = await run(
      "preview",
      `[ "$before" -ge 2 ] || { echo '${locked}'; exit 255; }; echo ok`,
    );
    expect(ran).toMatchObject({ code: 0, waits: [30, 30] });
    expect(output().trim()).toBe("ok");
  });

  test("gives up in the end, with Pulumi's exit code", async () => {
    const ran = await run("preview", `echo '${locked}'; exit 255`);
    expect(ran.code).toBe(255);
    expect(ran.waits).toHaveLength(59);
    expect(ran.outputs).toEqual({ completed: "true" });
  });

  test("does not retry other failures", async () => {
    expect(await run("preview", "echo no; exit 1")).toMatchObject({ code: 1, waits: [] });
  });

  test("executes no command in Pulumi's output, nor after an unfinished line", async () => {
    const ran = await run("preview", "echo '::error title=a::b'; printf '::add-mask::c'");
    expect(ran).toMatchObject({ code: 0, annotations: [], masks: [] });
    expect(ran.log).toEqual(["::error title=a::b", "::add-mask::c"]);
  });

  test("masks the secrets in the result, and each line of one", async () => {
    await run("preview", 'echo "a $PASSPHRASE b"; echo "$KEY"; echo "c line two of it d"');
    expect(output()).toBe("a *** b\n***\nc *** d\n");
  });

  test("runs Pulumi in the program's folder, for the stack, without questions", async () => {
    const ran = await run("update", 'pwd; echo "$@"');
    expect(ran.log).toEqual([
      job.file("program"),
      "up --yes --skip-preview --stack dev --non-interactive --color never",
    ]);
  });

  test.each<[string, string, string]>([
    ["the refresh", '[ "$before" -ge 1 ] || exit 4', "Pulumi exited with code 4."],
    ["the preview", '[ "$before" -lt 1 ] || exit 5', "Pulumi exited with code 5."],
  ])("reports no drift after a failure of %s", async (_what, script, response) => {
    const ran = await run("drift", script);
    expect(ran.code).toBeGreaterThan(0);
    expect(ran.outputs).toEqual({});
    expect(ran.annotations).toMatchObject([{ level: "error", title: "Drift of dev: unknown" }]);
    expect(ran.annotations[0]?.text).toContain(response);
  });
});
