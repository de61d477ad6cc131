import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Job, type StepResult } from "./runner";
import { withSteps } from "./tools";

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const web = { image: "ghcr.io/hellocplusplus0/v7/web", digest: digest("a"), attempt: 9 };
const backend = { image: "ghcr.io/hellocplusplus0/v7/backend", digest: digest("b"), attempt: 10 };

withSteps(() => {
  let job: Job;
  beforeEach(() => {
    job = new Job({});
  });
  afterEach(() => {
    job.close();
  });

  function report(results: readonly object[]): Promise<StepResult> {
    const folder = job.file("temp/results");
    mkdirSync(folder);
    results.forEach((each, index) => {
      writeFileSync(join(folder, `${index}.json`), JSON.stringify(each));
    });
    return job.publish("report");
  }

  test("ends the log with what was published, and gives the digests to later jobs", async () => {
    const ran = await report([web, backend]);
    expect(ran).toMatchObject({ code: 0, annotations: [], errors: "" });
    expect(ran.log).toEqual([
      `Push verified: ${backend.image}@${backend.digest}`,
      `Push verified: ${web.image}@${web.digest}`,
      "All done: 2 images published",
    ]);
    expect(JSON.parse(ran.outputs.digests ?? "")).toEqual({
      [backend.image]: backend.digest,
      [web.image]: web.digest,
    });
  });

  test.each([
    [[backend, { ...backend, digest: digest("9"), attempt: 9 }]],
    [[{ ...backend, digest: digest("9"), attempt: 9 }, backend]],
  ])("counts the last attempt: %j", async (results) => {
    const ran = await report(results);
    expect(JSON.parse(ran.outputs.digests ?? "")).toEqual({ [backend.image]: backend.digest });
  });

  test("gives one image's digest to the attestation", async () => {
    const { outputs } = await report([web, backend]);
    const read = await job.publish("digest", {
      IMAGE: web.image,
      DIGESTS: outputs.digests ?? "",
    });
    expect(read).toMatchObject({ code: 0, outputs: { digest: web.digest } });
  });

  test("does not report success without a result", async () => {
    expect(await report([])).toMatchObject({ code: 1, log: [], outputs: {} });
  });
});
