import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Job, type StepResult } from "./runner";
import { withSteps } from "./tools";

const digests = ["a", "b"].map((digit) => digit.repeat(64));
const pushed = `sha256:${"c".repeat(64)}`;
const image = "ghcr.io/f1bonacci66/v7/web";

interface IndexOptions {
  /** The digests, one per platform. */
  readonly names?: readonly string[];
  /** Other files in the same folder. */
  readonly others?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
}

withSteps(() => {
  let job: Job;
  beforeEach(() => {
    job = new Job({
      ...{ GITHUB_REPOSITORY: "F1bonacci66/v7", GITHUB_SERVER_URL: "https://github.com" },
      ...{ GITHUB_REF_TYPE: "tag", GITHUB_REF_NAME: "v1.0.0", GITHUB_SHA: "0123" },
      ...{ GITHUB_RUN_ATTEMPT: "3", IMAGE: image },
      TAGS: `ghcr.io/f1bonacci66/v7:edge,${image}:v1.0.0,${image}:latest,${image}-2:edge`,
    });
  });
  afterEach(() => {
    job.close();
  });

  /** Runs the step with a docker that fails this often before it writes the metadata file. */
  function index(
    failures: number,
    message: string,
    { names = digests, others = {}, inputs = {} }: IndexOptions = {},
  ): Promise<StepResult> {
    const folder = job.file("temp/digests");
    mkdirSync(folder);
    names.forEach((name, place) => {
      const platform = `linux/${place}`;
      const kept = { platform, digest: `sha256:${name}`, attempt: 2 };
      writeFileSync(join(folder, `${place}.json`), JSON.stringify(kept));
    });
    for (const [name, kept] of Object.entries(others)) writeFileSync(join(folder, name), kept);
    const counted = job.file("counted");
    writeFileSync(counted, "");
    const metadata = JSON.stringify({ "containerimage.descriptor": { digest: pushed } });
    job.place(
      "docker",
      `echo once >>'${counted}'
if [ "$(grep -c once '${counted}')" -le ${failures} ]; then
  echo '${message}' >&2
  exit 1
fi
while [ "$1" != --metadata-file ]; do shift; done
echo '${metadata}' >"$2"`,
    );
    return job.publish(["index", "result"], { RESULT: job.file("result.json"), ...inputs });
  }

  const dockerCall = (): readonly string[] => {
    const [called = ""] = /^docker .*$/m.exec(readFileSync(job.file("called"), "utf8")) ?? [];
    return called.split(/ --(?!metadata)/);
  };

  test("creates one index of all digests, with the image's tags and the annotations that link the package", async () => {
    expect(await index(0, "")).toMatchObject({
      ...{ code: 0, annotations: [], log: [], errors: "" },
      outputs: { digest: pushed },
    });
    expect(dockerCall()).toEqual([
      "docker buildx imagetools create",
      "annotation index:org.opencontainers.image.source=https://github.com/F1bonacci66/v7",
      "annotation index:org.opencontainers.image.revision=0123",
      "annotation index:org.opencontainers.image.version=v1.0.0",
      `tag ${image}:v1.0.0`,
      `tag ${image}:latest --metadata-file index ${digests
        .map((digest) => `${image}@sha256:${digest}`)
        .join(" ")}`,
    ]);
    expect(JSON.parse(readFileSync(job.file("result.json"), "utf8"))).toEqual({
      ...{ image, digest: pushed, attempt: 3 },
    });
  });

  test("has no version without a tag", async () => {
    expect(await index(0, "", { inputs: { GITHUB_REF_TYPE: "branch" } })).toMatchObject({
      code: 0,
    });
    expect(dockerCall().join()).not.toContain("image.version");
  });

  test("uses what the last attempt built for each platform", async () => {
    const before = { platform: "linux/0", digest: `sha256:${"d".repeat(64)}`, attempt: 1 };
    expect(await index(0, "", { others: { "d.json": JSON.stringify(before) } })).toMatchObject({
      code: 0,
    });
    const called = dockerCall().join();
    for (const digest of digests) expect(called).toContain(`web@sha256:${digest}`);
    expect(called).not.toContain("d".repeat(64));
  });

  test("retries if the registry is busy", async () => {
    const message = "ERROR: failed to push: unexpected status: 429 Too Many Requests";
    expect(await index(2, message)).toMatchObject({ code: 0, annotations: [], waits: [2, 4] });
  });

  test("reports a denial, and does not retry", async () => {
    const message = "ERROR: denied: permission_denied: write_package";
    const ran = await index(9, message);
    expect(ran).toMatchObject({ code: 1, waits: [] });
    expect(ran.annotations).toEqual([
      { level: "error", title: "", text: `The index of ${image} could not be pushed: ${message}` },
    ]);
  });

  test("fails if no job saved a digest", async () => {
    const ran = await index(0, "", { names: [] });
    expect(ran.code).toBe(1);
    expect(dockerCall()).toEqual([""]);
  });
});
