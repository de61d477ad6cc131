import { dirname, join } from "node:path";
import { ADMINISTRATOR_TOKEN, SEED_OWNER } from "../../sandbox";
import { askGithub } from "../sandbox/world";
import { Job, type Ran } from "../workflows/steps/runner";
import { withSteps } from "../workflows/steps/tools";
import { Project } from "./support/project";

withSteps(() => {
  let project: Project;
  let job: Job;
  beforeAll(async () => {
    project = await Project.open();
  }, 600_000);
  afterAll(async () => {
    await project.close();
  }, 60_000);
  beforeEach(() => {
    const { environment, sandbox } = project.world;
    const variables = Object.entries(environment).filter(([, value]) => value !== undefined);
    job = new Job({
      ...(Object.fromEntries(variables) as Record<string, string>),
      ...{ STACK: "dev", FOLDER: project.folder, SECRETS: "EXTRA", EXTRA: "a-secret-of-the-stack" },
      ...{ GITHUB_API_URL: `http://${sandbox.address}`, GITHUB_SERVER_URL: "https://github.com" },
      ...{ GITHUB_REPOSITORY: `${SEED_OWNER}/infrastructure`, GITHUB_RUN_ID: "17" },
    });
    const path = environment.PATH ?? process.env.PATH ?? "";
    job.place("pulumi", `PATH='${path}' exec '${project.engine.pulumi}' "$@"`);
  });
  afterEach(() => {
    job.close();
  });
  const show = (what: string, ran: Ran) => process.stdout.write(`#### ${what} ${JSON.stringify({...ran, log: 0})}\n${ran.log.join("\n")}\n`);
  it("trial", async () => {
    await project.stack.setConfig("ghcr:repositories", { value: JSON.stringify({ v7: { create: true } }) });
    const RESULT = job.file("result");
    show("preview", await job.run("preview", { RESULT }));
    show("update", await job.run("update", { RESULT }));
    show("update", await job.run("update", { RESULT }));
    show("drift", await job.run("drift", { RESULT }));
    await project.control(`repositories/${SEED_OWNER}/v7`, { method: "PATCH", body: JSON.stringify({ actions: { defaultWorkflowPermissions: "write" } }) });
    await project.control(`secrets/${SEED_OWNER}/v7/GHCR_TOKEN`, { method: "PUT", body: JSON.stringify({ value: "another", updatedAt: "2030-01-01T00:00:00Z" }) });
    show("drift", await job.run("drift", { RESULT }));
    show("update", await job.run("update", { RESULT }));
    show("drift", await job.run("drift", { RESULT }));
    expect(dirname(join("a","b"))).toBe("a");
    expect(askGithub).toBeDefined();
    expect(ADMINISTRATOR_TOKEN).toBeDefined();
  }, 300_000);
});
