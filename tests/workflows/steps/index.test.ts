import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Job, type Ran } from "./runner";
import { withSteps } from "./tools";

const digests = ["a", "b"].map((digit) => digit.repeat(64));
const pushed = `sha256:${"c".repeat(64)}`;

withSteps(() => {
  let job: Job;
  beforeEach(() => {
    job = new Job({
      ...{ REGISTRY: "ghcr.io", OWNER: "F1bonacci66", SECRET_NAME: "GHCR_TOKEN" },
      ...{ AUTHENTICATION: "token", TOKEN: "ghp_sample", GITHUB_REPOSITORY: "F1bonacci66/v7" },
      ...{ IMAGE: "ghcr.io/F1bonacci66/v7/web", TAGS: "v1.0.0\nlatest\n" },
      ...{ SOURCE: "https://github.com/F1bonacci66/v7", REVISION: "0123", VERSION: "v1.0.0" },
    });
  });
  afterEach(() => {
    job.close();
  });

  /** Stands for docker: writes the metadata file, unless it is to fail so many times before. */
  function index(
    failures: number,
    words: string,
    { names = digests, program = "docker", inputs = {} } = {},
  ): Promise<Ran> {
    mkdirSync(job.file("digests"));
    for (const name of names) writeFileSync(join(job.file("digests"), name), "");
    const counted = job.file("counted");
    writeFileSync(counted, "");
    const metadata = JSON.stringify({ "containerimage.descriptor": { digest: pushed } });
    job.place(
      program,
      `echo once >>'${counted}'
if [ "$(grep -c once '${counted}')" -le ${failures} ]; then
  echo '${words}' >&2
  exit 1
fi
while [ "$1" != --metadata-file ]; do shift; done
echo '${metadata}' >"$2"`,
    );
    return job.run("index", { DIGESTS: job.file("digests"), ...inputs });
  }

  test("makes one index of all digests, with the annotations that link the package", async () => {
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

  test("tries again where the registry is busy for a moment", async () => {
    const words = "ERROR: failed to push: unexpected status: 429 Too Many Requests";
    const other = { program: "docker-buildx", inputs: { BUILDX: "docker-buildx" } };
    expect(await index(2, words, other)).toMatchObject({ code: 0, annotations: [], waits: [2, 4] });
  });

  test("tells a refusal with its cause and mend, and does not try again", async () => {
    const words = "ERROR: denied: permission_denied: write_package";
    const ran = await index(9, words);
    expect(ran).toMatchObject({ code: 1, waits: [], outputs: {} });
    expect(ran.annotations).toMatchObject([
      { level: "error", title: "The index of ghcr.io/f1bonacci66/v7/web could not be pushed" },
    ]);
    const text = ran.annotations[0]?.text ?? "";
    expect(text.split("\n")[0]).toBe(words);
    expect(text).toContain("\nCause: The package is there, and this repository or user may not");
    expect(text).toContain("packages/container/v7%2Fweb/settings: Manage Actions access");
  });

  test("stops where no job left a digest", async () => {
    const ran = await index(0, "", { names: ["not-a-digest"] });
    expect(ran.code).toBe(1);
    expect(ran.annotations).toMatchObject([{ title: "ghcr.io/f1bonacci66/v7/web: no digest" }]);
  });
});
