import { existsSync, readFileSync } from "node:fs";
import { Job, type StepResult } from "./runner";
import { withSteps } from "./tools";

const hexadecimal = "a".repeat(64);
const now = (): number => Math.floor(Date.now() / 1000);

withSteps(() => {
  let job: Job;
  beforeEach(() => {
    job = new Job({ GITHUB_RUN_ATTEMPT: "2", PLATFORM: "linux/arm64/v8" });
  });
  afterEach(() => {
    job.close();
  });

  test("outputs the start in seconds, with the attempt", async () => {
    const before = now();
    const ran = await job.run("start");
    expect(ran).toMatchObject({ code: 0, log: [], errors: "", environment: {} });
    expect(ran.outputs).toEqual({
      started: expect.stringMatching(/^\d+$/) as string,
      attempt: "2",
    });
    const started = Number(ran.outputs.started);
    expect(started).toBeGreaterThanOrEqual(before);
    expect(started).toBeLessThanOrEqual(now());
  });

  const keep = (inputs: Record<string, string>): Promise<StepResult> =>
    job.run("keepDigest", {
      DIGESTS: job.file("digests"),
      STARTED: String(now() - 100),
      ...inputs,
    });

  test("saves a digest with its platform and the seconds since the build began", async () => {
    const ran = await keep({ DIGEST: `sha256:${hexadecimal}` });
    expect(ran).toMatchObject({ code: 0, annotations: [], errors: "" });
    const kept = JSON.parse(
      readFileSync(job.file(`digests/2-${hexadecimal}.json`), "utf8"),
    ) as object;
    expect(kept).toEqual({
      platform: "linux/arm64/v8",
      digest: `sha256:${hexadecimal}`,
      attempt: 2,
      seconds: expect.any(Number) as number,
    });
    expect((kept as { seconds: number }).seconds).toBeGreaterThanOrEqual(100);
  });

  test.each(["DIGESTS", "PLATFORM", "STARTED", "GITHUB_RUN_ATTEMPT"])(
    "saves nothing without %s",
    async (name) => {
      const ran = await keep({ DIGEST: `sha256:${hexadecimal}`, [name]: "" });
      expect(ran).toMatchObject({ code: 1, annotations: [] });
      expect(ran.errors).toContain(name);
      expect(existsSync(job.file("digests"))).toBe(false);
    },
  );
});
