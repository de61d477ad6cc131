import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Job, type StepResult } from "./runner";
import { withSteps } from "./tools";

const digests = ["a", "b"].map((digit) => digit.repeat(64));
const pushed = `sha256:${"c".repeat(64)}`;

interface IndexOptions {
  /** The digests, one per platform. */
  readonly names?: readonly string[];
  /** Other files in the same folder. */
  readonly others?: Readonly<Record<string, string>>;
  readonly program?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

withSteps(() => {
  let job: Job;
  beforeEach(() => {
    job = new Job({
      ...{ REGISTRY: "ghcr.io", OWNER: "F1bonacci66", SECRET_NAME: "GHCR_TOKEN" },
      ...{ AUTHENTICATION: "token", TOKEN: "ghp_sample", GITHUB_REPOSITORY: "F1bonacci66/v7" },
      ...{ IMAGE: "ghcr.io/F1bonacci66/v7/web", NAME: "v7/web" },
      TAGS: '{"v7/web": ["v1.0.0", "latest"], "v7/other": ["edge"]}',
      ...{ SOURCE: "https://github.com/F1bonacci66/v7", REVISION: "0123", VERSION: "v1.0.0" },
    });
  });
  afterEach(() => {
    job.close();
  });

  /** Runs the step with a docker that fails this often before it writes the metadata file. */
  function index(
    failures: number,
    message: string,
    { names = digests, others = {}, program = "docker", inputs = {} }: IndexOptions = {},
  ): Promise<StepResult> {
    mkdirSync(job.file("digests"));
    names.forEach((name, place) => {
      const kept = { platform: `linux/${place}`, digest: `sha256:${name}`, attempt: 2 };
      const file = join(job.file("digests"), `2-${name}.json`);
      writeFileSync(file, JSON.stringify(kept));
    });
    for (const [name, kept] of Object.entries(others)) {
      writeFileSync(join(job.file("digests"), name), kept);
    }
    const counted = job.file("counted");
    writeFileSync(counted, "");
    const metadata = JSON.stringify({ "containerimage.descriptor": { digest: pushed } });
    job.place(
      program,
      `echo once >>'${counted}'
if [ "$(grep -c once '${counted}')" -le ${failures} ]; then
  echo '${message}' >&2
  exit 1
fi
while [ "$1" != --metadata-file ]; do shift; done
echo '${metadata}' >"$2"`,
    );
    return job.run("index", { DIGESTS: job.file("digests"), ...inputs });
  }

  test("creates one index of all digests, with the annotations that link the package", async () => {
    const ran = await index(0, "");
    expect(ran).toMatchObject({
      code: 0,
      annotations: [],
      outputs: { digest: pushed },
      errors: "",
    });
    expect(ran.log).toEqual([`Index: ghcr.io/f1bonacci66/v7/web@${pushed}`]);
    const [called = ""] = /^docker .*$/m.exec(readFileSync(job.file("called"), "utf8")) ?? [];
    expect(called.replace(/ --metadata-file \S+/, "").split(" --")).toEqual([
      "docker buildx imagetools create",
      "annotation index:org.opencontainers.image.source=https://github.com/F1bonacci66/v7",
      "annotation index:org.opencontainers.image.revision=0123",
      "annotation index:org.opencontainers.image.version=v1.0.0",
      "tag ghcr.io/f1bonacci66/v7/web:v1.0.0",
      `tag ghcr.io/f1bonacci66/v7/web:latest ${digests
        .map((digest) => `ghcr.io/f1bonacci66/v7/web@sha256:${digest}`)
        .join(" ")}`,
    ]);
  });

  test("uses what the last attempt built for each platform, and no other file", async () => {
    const before = { platform: "linux/0", digest: `sha256:${"d".repeat(64)}`, attempt: 1 };
    const others = { "1-d.json": JSON.stringify(before), "9-e": "no JSON" };
    expect(await index(0, "", { others })).toMatchObject({ code: 0 });
    const called = readFileSync(job.file("called"), "utf8");
    for (const digest of digests) expect(called).toContain(`web@sha256:${digest}`);
    expect(called).not.toContain("d".repeat(64));
  });

  test("retries if the registry is busy", async () => {
    const message = "ERROR: failed to push: unexpected status: 429 Too Many Requests";
    const other = { program: "docker-buildx", inputs: { BUILDX: "docker-buildx" } };
    expect(await index(2, message, other)).toMatchObject({
      code: 0,
      annotations: [],
      waits: [2, 4],
    });
  });

  test("reports a denial with its cause and fix, and does not retry", async () => {
    const message = "ERROR: denied: permission_denied: write_package";
    const ran = await index(9, message);
    expect(ran).toMatchObject({ code: 1, waits: [], outputs: {} });
    expect(ran.annotations).toMatchObject([
      { level: "error", title: "The index of ghcr.io/f1bonacci66/v7/web could not be pushed" },
    ]);
    const text = ran.annotations[0]?.text ?? "";
    expect(text.split("\n")[0]).toBe(message);
    expect(text).toContain(
      "\nCause: The package exists, but this repository or user has no write access",
    );
    expect(text).toMatch(/Manage Actions access, .*packages\/container\/v7%2Fweb\/settings$/m);
  });

  test("fails if no job saved a digest", async () => {
    const ran = await index(0, "", { names: ["not-a-digest"] });
    expect(ran.code).toBe(1);
    expect(ran.annotations).toMatchObject([{ title: "ghcr.io/f1bonacci66/v7/web: no digest" }]);
  });
});
