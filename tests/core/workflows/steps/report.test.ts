import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Job } from "./runner";
import { withSteps } from "./tools";

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const web = {
  image: "ghcr.io/hellocplusplus0/v7/web",
  digest: digest("a"),
  tags: ["v1.0.0", "latest"],
  platforms: ["linux/amd64", "linux/arm64"],
  bytes: 12_345_678,
  isPublic: true,
  builds: [
    { platform: "linux/amd64", seconds: 59 },
    { platform: "linux/arm64", seconds: 3725 },
  ],
  seconds: 60,
};
const backend = {
  ...web,
  image: "ghcr.io/hellocplusplus0/v7/backend",
  digest: digest("b"),
  bytes: 40_000,
  isPublic: null,
  builds: [{ platform: "linux/amd64", seconds: 0 }],
  seconds: 2,
};
const now = (): number => Math.floor(Date.now() / 1000);

withSteps(() => {
  let job: Job;
  beforeEach(() => {
    job = new Job({
      WITH: "GHCR_TOKEN",
      ...{ STARTED: String(now() - 200), ATTEMPT: "1", GITHUB_RUN_ATTEMPT: "1" },
    });
  });
  afterEach(() => {
    job.close();
  });

  function results(all: readonly object[]): string {
    const folder = job.file("results");
    mkdirSync(folder);
    all.forEach((each, index) => {
      // As actions/download-artifact lays them out: a folder for each artifact.
      mkdirSync(join(folder, `result-${index}`));
      writeFileSync(join(folder, `result-${index}`, "result.json"), JSON.stringify(each));
    });
    return folder;
  }

  test("ends the log with the lines that people look for", async () => {
    const ran = await job.run("report", { RESULTS: results([web, backend]) });
    expect(ran).toMatchObject({ code: 0, annotations: [], errors: "" });
    expect(ran.log).toEqual([
      "Authentication: GHCR_TOKEN",
      "Registry login: ok",
      "Push permission: ok",
      "Image: ghcr.io/hellocplusplus0/v7/backend: v1.0.0, latest (linux/amd64, linux/arm64)",
      "Image: ghcr.io/hellocplusplus0/v7/web: v1.0.0, latest (linux/amd64, linux/arm64)",
      `Push verified: ${backend.image}@${backend.digest}`,
      `Push verified: ${web.image}@${web.digest}`,
      "All done: 2 images published",
    ]);
  });

  test("gives the digests to later jobs", async () => {
    const ran = await job.run("report", { RESULTS: results([web, backend]) });
    expect(JSON.parse(ran.outputs.digests ?? "")).toEqual({
      [backend.image]: backend.digest,
      [web.image]: web.digest,
    });
  });

  test("writes a summary with what to pull and what to deploy", async () => {
    const { summary } = await job.run("report", { RESULTS: results([web, backend]) });
    expect(summary.replace(/(?<=^Total time: )3 min \d+ s/m, "TIME")).toBe(`## Published

Authentication: \`GHCR_TOKEN\`

| Image | Tags | Platforms | Total size | Public | Build and push | Index and verification |
| --- | --- | --- | ---: | --- | --- | ---: |
| \`${backend.image}\` | v1.0.0, latest | linux/amd64, linux/arm64 | 0 MB | unknown | linux/amd64: 0 s | 2 s |
| \`${web.image}\` | v1.0.0, latest | linux/amd64, linux/arm64 | 12.3 MB | yes | linux/amd64: 59 s, linux/arm64: 62 min 5 s | 1 min 0 s |

Total time: TIME, from the first step of the check to this report, including the wait for runners.

### ${backend.image}

\`\`\`sh
docker pull ${backend.image}:v1.0.0@${backend.digest}
\`\`\`

\`\`\`yaml
image: ${backend.image}:v1.0.0@${backend.digest}
\`\`\`

### ${web.image}

\`\`\`sh
docker pull ${web.image}:v1.0.0@${web.digest}
\`\`\`

\`\`\`yaml
image: ${web.image}:v1.0.0@${web.digest}
\`\`\`
`);
  });

  test("reports no total time if a part ran in another attempt", async () => {
    const again = { RESULTS: results([web]), GITHUB_RUN_ATTEMPT: "3" };
    const { summary } = await job.run("report", again);
    expect(summary).toContain(
      "\nTotal time: unknown: the check ran in attempt 1, and this is attempt 3.\n",
    );
    expect(summary).toContain("linux/arm64: 62 min 5 s | 1 min 0 s |\n");
  });

  test("does not report success without a result", async () => {
    const ran = await job.run("report", { RESULTS: results([]) });
    expect(ran).toMatchObject({ code: 1, log: [], outputs: {}, summary: "" });
    expect(ran.annotations).toMatchObject([{ level: "error", title: "Nothing was published" }]);
  });
});
