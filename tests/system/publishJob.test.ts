import { examplePlan } from "../../core/workflows/example";
import { askGithub } from "../sandbox/world";
import { pullRequest, pushOfBranch, pushOfTag } from "../core/workflows/run/events";
import type { JobResult } from "../core/workflows/run/job";
import type { WorkflowRun } from "../core/workflows/run/run";
import { withSteps } from "../core/workflows/steps/tools";
import { withClients } from "./sandbox/clients";
import { GHCR_TOKEN, Publishing } from "./support/publishing";
import { readImage } from "./support/readImage";

const names = ["v7/backend", "v7/web"];
const smallToken = "ghp_sampleTooSmall";
const built = "success,success,success,success";
const succeeded = { check: "success", build: built, publish: "success,success" };

/** The tests depend on each other: they publish the team's packages. */
withSteps(() => {
  withClients(["docker-buildx"], () => {
    let team: Publishing;
    /** The run of the first tests. */
    let first: WorkflowRun;
    /** The run whose jobs the last tests run again. */
    let interrupted: WorkflowRun;
    beforeAll(async () => {
      team = await Publishing.open();
      const token = { token: smallToken, kind: "classic", owner: examplePlan.owner };
      await team.control("tokens", "POST", { ...token, scopes: ["read:packages"] });
    }, 600_000);
    afterAll(() => team.close());
    beforeEach(async () => {
      await team.control("journal", "DELETE");
    });

    const referenceOf = (name: string): string => `${team.address}/hellocplusplus0/${name}`;
    const readDigests = (run: WorkflowRun): Readonly<Record<string, string>> =>
      JSON.parse(run.job("report")[0]?.outputs.digests ?? "{}") as Record<string, string>;
    const listTexts = (results: readonly JobResult[]): readonly string[] =>
      results.flatMap(({ annotations }) => annotations.map(({ text }) => text));

    /** Fails if the log of a job contains a secret, even a masked one. */
    function expectNothingMasked(run: WorkflowRun): void {
      const masked = Object.keys(run.jobs).flatMap((id) =>
        run.job(id).flatMap((job) => job.masked),
      );
      expect(masked).toEqual([]);
    }

    test("a version tag runs all jobs: check, build by digest, index, attest, read back and report", async () => {
      const run = team.createRun(pushOfTag("v1.2.3"), { secrets: { GHCR_TOKEN } });
      first = run;
      await run.start();
      expect(run.jobs).toEqual({ ...succeeded, attest: "success,success", report: "success" });
      expectNothingMasked(run);
      expect(run.concurrency).toEqual({
        group: "publish-refs/tags/v1.2.3",
        "cancel-in-progress": "false",
      });
      const digests = readDigests(run);
      expect(Object.keys(digests)).toEqual(names.map(referenceOf));
      expect(run.job("check")[0]?.log).toContain("Authentication: GHCR_TOKEN");
      expect(run.job("publish").map(({ log }) => log.at(-1))).toEqual(
        names.map(
          (name) =>
            `Push verified: ${referenceOf(name)}@${digests[referenceOf(name)] ?? ""}, tags v1.2.3,latest, platforms linux/amd64,linux/arm64`,
        ),
      );
      expect(run.job("report")[0]?.log).toEqual([
        ...names.map(
          (name) => `Push verified: ${referenceOf(name)}@${digests[referenceOf(name)] ?? ""}`,
        ),
        "All done: 2 images published",
      ]);
      expect(run.attestations).toEqual(
        names.map((name) => ({ name: referenceOf(name), digest: digests[referenceOf(name)] })),
      );
      // Images of a single platform are pushed without a tag.
      const tagged = (await team.takePushes()).filter((path) => /manifests\/(?!DIGEST)/.test(path));
      expect(tagged).toEqual(
        names.flatMap((name) =>
          ["v1.2.3", "latest"].map((tag) => `/v2/hellocplusplus0/${name}/manifests/${tag} 201`),
        ),
      );
    });

    test("the registry has the images that the run reported", async () => {
      for (const name of names) {
        const versions = await readImage(team.address, GHCR_TOKEN, `hellocplusplus0/${name}`);
        const [index, latest] = [await versions("v1.2.3"), await versions("latest")];
        expect(latest.digest).toBe(index.digest);
        expect(index.annotations).toEqual({
          "org.opencontainers.image.source": "https://github.com/hellocplusplus0/v7",
          "org.opencontainers.image.revision": expect.stringMatching(/^[0-9a-f]{40}$/) as string,
          "org.opencontainers.image.version": "v1.2.3",
        });
        expect(index.platforms).toEqual(["linux/amd64", "linux/arm64"]);
        for (const { labels, predicates } of index.images) {
          expect(labels["org.opencontainers.image.version"]).toBe("v1.2.3");
          expect(labels["api-url"]).toBe(name === "v7/web" ? "https://api.example.com" : undefined);
          expect(predicates).toEqual([
            expect.stringMatching(/^https:\/\/slsa\.dev\/provenance\//) as string,
            "https://spdx.dev/Document",
          ]);
        }
        const path = `/users/hellocplusplus0/packages/container/${encodeURIComponent(name)}`;
        const { body } = await askGithub(`http://${team.address}`, "GET", path, {
          token: GHCR_TOKEN,
        });
        expect(body).toMatchObject({ repository: { full_name: "hellocplusplus0/v7" } });
      }
    });

    test("a second run publishes the same tags, and detects that the packages are public", async () => {
      // A first push creates a private package, but the example requires public ones.
      expect(listTexts(first.job("publish"))).toEqual(
        names.map(
          (name) => expect.stringContaining(`${referenceOf(name)} is not public`) as string,
        ),
      );
      for (const name of names) {
        await team.control(`packages/hellocplusplus0/${name}`, "POST", { visibility: "public" });
      }
      const again = team.createRun(pushOfTag("v1.2.3"));
      await again.start();
      expect(Object.keys(again.jobs).flatMap((id) => listTexts(again.job(id)))).toEqual([]);
      for (const name of names) {
        const read = await readImage(team.address, null, `hellocplusplus0/${name}`);
        for (const tag of ["v1.2.3", "latest"]) {
          expect((await read(tag)).digest).toBe(readDigests(again)[referenceOf(name)]);
        }
        // Pinned references stay valid.
        await read(readDigests(first)[referenceOf(name)] ?? "");
      }
      for (const [at, name] of names.entries()) {
        const { summary = "" } = again.job("publish")[at] ?? {};
        expect(summary).toMatch(
          /^\| v1\.2\.3,latest \| linux\/amd64,linux\/arm64 \| \d+ MB \| yes \| GITHUB_TOKEN \|$/m,
        );
        const pinned = `${referenceOf(name)}:v1.2.3@${readDigests(again)[referenceOf(name)] ?? ""}`;
        expect(summary).toContain(`\`docker pull ${pinned}\``);
        expect(summary).toContain(`\`image: ${pinned}\``);
      }
    });

    test("without the secret, the workflow's token creates the packages if the job has packages: write", async () => {
      const [backend] = examplePlan.images;
      if (backend === undefined) throw new Error("the example has no image");
      const api = { ...backend, name: "v7/api", platforms: ["linux/amd64"] };
      const text = team.renderWorkflow({ attest: false, images: [api] });
      const run = team.createRun(pushOfTag("v1.2.3"), { text });
      await run.start();
      expect(run.result).toBe("success");
      // One build: its job pushes the tags and reads them back.
      expect(run.jobs).toEqual({ check: "success", publish: "success" });
      expect(run.job("check")[0]?.log).toContain(
        "Authentication: GITHUB_TOKEN, because the secret GHCR_TOKEN is missing or blank",
      );
      expectNothingMasked(run);
      const { digests = "" } = run.job("publish")[0]?.outputs ?? {};
      const read = await readImage(team.address, GHCR_TOKEN, "hellocplusplus0/v7/api");
      const [index, latest] = [await read("v1.2.3"), await read("latest")];
      expect(JSON.parse(digests)).toEqual({ [referenceOf("v7/api")]: index.digest });
      expect(latest.digest).toBe(index.digest);
      expect(index.platforms).toEqual(["linux/amd64"]);
      expect(index.annotations).toEqual({
        "org.opencontainers.image.source": "https://github.com/hellocplusplus0/v7",
        "org.opencontainers.image.revision": expect.stringMatching(/^[0-9a-f]{40}$/) as string,
        "org.opencontainers.image.version": "v1.2.3",
      });
      expect(run.job("publish")[0]?.summary).toMatch(
        /^\| v1\.2\.3,latest \| linux\/amd64 \| \d+ MB \| no \| GITHUB_TOKEN \|$/m,
      );

      await team.takePushes();
      const without = text.replaceAll(/^ *packages: write.*\n/gm, "");
      expect(without).not.toBe(text);
      const named = without.replaceAll(/^ {4}permissions:\n(?! {6})/gm, "    permissions: {}\n");
      const refused = team.createRun(pushOfTag("v1.2.3"), { text: named });
      await refused.start();
      expect(refused.jobs).toEqual({ check: "failure", publish: "skipped" });
      const [annotation] = refused.job("check")[0]?.annotations ?? [];
      expect(annotation?.text).toContain("installation not allowed to Write organization package");
      expect(annotation?.text).toContain(
        "In a workflow, add to the job: permissions: packages: write",
      );
      expect(await team.takePushes()).toEqual([]);
    });

    test("one image for two platforms is published without a report of several, and without a version by a push to the branch", async () => {
      const [backend] = examplePlan.images;
      if (backend === undefined) throw new Error("the example has no image");
      const text = team.renderWorkflow({ images: [{ ...backend, name: "v7/worker" }] });
      const run = team.createRun(pushOfBranch("main"), { text, secrets: { GHCR_TOKEN } });
      await run.start();
      const jobs = { check: "success", build: "success,success", publish: "success" };
      expect(run.jobs).toEqual({ ...jobs, attest: "success" });
      const name = referenceOf("v7/worker");
      expect(listTexts(run.job("check"))).toEqual([
        `${name}: the tag '{{tag}}' is skipped for the branch main`,
      ]);
      const tagged = (await team.takePushes()).filter((path) => /manifests\/(?!DIGEST)/.test(path));
      expect(tagged).toEqual(["/v2/hellocplusplus0/v7/worker/manifests/latest 201"]);
      const read = await readImage(team.address, GHCR_TOKEN, "hellocplusplus0/v7/worker");
      const latest = await read("latest");
      const { digest } = latest;
      expect(latest.platforms).toEqual(["linux/amd64", "linux/arm64"]);
      expect(latest.annotations).not.toHaveProperty(["org.opencontainers.image.version"]);
      for (const { labels } of latest.images) {
        expect(labels).not.toHaveProperty(["org.opencontainers.image.version"]);
      }
      expect(JSON.parse(run.job("publish")[0]?.outputs.digests ?? "")).toEqual({ [name]: digest });
      expect(run.attestations).toEqual([{ name, digest }]);
    });

    test("a secret without the required permission stops the run before the build", async () => {
      const run = team.createRun(pushOfTag("v1.2.3"), { secrets: { GHCR_TOKEN: smallToken } });
      await run.start();
      expect(run.jobs).toEqual(expectedAfterFailure("check"));
      expect(run.job("check")[0]?.annotations).toMatchObject([
        {
          level: "error",
          text: expect.stringMatching(
            /^the scope write:packages is missing from GHCR_TOKEN; /,
          ) as string,
        },
        { level: "error", text: "Process completed with exit code 1." },
      ]);
      expectNothingMasked(run);
      expect(run.artifacts.names).toEqual([]);
      expect(await team.takePushes()).toEqual([]);
    });

    test("a pull request from a fork builds without secrets, and pushes nothing", async () => {
      const event = pullRequest(5, "main", { isFork: true });
      const run = team.createRun(event, { secrets: { GHCR_TOKEN } });
      await run.start();
      expect(run.jobs).toEqual({
        ...{ check: "success", build: built },
        ...{ publish: "skipped", attest: "skipped", report: "skipped" },
      });
      expect(run.concurrency["cancel-in-progress"]).toBe("true");
      for (const { steps } of run.job("build")) {
        expect(steps).toMatchObject({
          ...{ Build: "success", "Log in": "skipped" },
          ...{ "Save the digest": "skipped", "Upload the digest": "skipped" },
        });
      }
      expect(run.artifacts.names).toEqual([]);
      expect(await team.takePushes()).toEqual([]);
    });

    test("rerunning the failed jobs creates a missing index from the first run's builds", async () => {
      interrupted = team.createRun(pushOfTag("v1.2.4"), { secrets: { GHCR_TOKEN } });
      interrupted.breakNext("actions/download-artifact");
      await interrupted.start();
      expect(interrupted.jobs).toEqual({
        ...{ ...succeeded, publish: "failure,success" },
        ...{ attest: "skipped", report: "skipped" },
      });
      await team.takePushes();
      interrupted.breakNext("actions/attest");
      await interrupted.rerunFailed();
      expect(interrupted.jobs).toEqual({
        ...{ ...succeeded, attest: "failure,success", report: "success" },
      });
      expect((await team.takePushes()).filter((path) => path.includes("/manifests/"))).toEqual(
        ["v1.2.4", "latest"].map((tag) => `/v2/hellocplusplus0/v7/backend/manifests/${tag} 201`),
      );
      const [report] = interrupted.job("report");
      expect(report?.log.at(-1)).toBe("All done: 2 images published");
    });

    test("rerunning the failed jobs creates a missing attestation", async () => {
      const [web, ...more] = interrupted.attestations;
      expect([web?.name, more]).toEqual([referenceOf("v7/web"), []]);
      await interrupted.rerunFailed();
      const all = { ...succeeded, attest: "success,success", report: "success" };
      expect(interrupted.jobs).toEqual(all);
      const name = referenceOf("v7/backend");
      const digest = readDigests(interrupted)[name];
      expect(interrupted.attestations).toEqual([web, { name, digest }]);
      expect(await team.takePushes()).toEqual([]);
    });

    test("rerunning a build publishes, attests and reports its result", async () => {
      const [before, { length: signed }] = [readDigests(interrupted), interrupted.attestations];
      await interrupted.rerunJob("Build v7/web for linux/arm64");
      expect(interrupted.result).toBe("success");
      // One platform was pushed again, and both images got a new index.
      const pushes = await team.takePushes();
      expect(pushes.some((path) => path.includes("/v7/web/blobs/"))).toBe(true);
      expect(pushes.some((path) => path.includes("/v7/backend/blobs/"))).toBe(false);
      const digests = readDigests(interrupted);
      const name = referenceOf("v7/web");
      expect(digests[name]).not.toBe(before[name]);
      const read = await readImage(team.address, null, "hellocplusplus0/v7/web");
      const index = await read("v1.2.4");
      expect(index.digest).toBe(digests[name]);
      expect(index.platforms).toEqual(["linux/amd64", "linux/arm64"]);
      expect(interrupted.attestations.slice(signed)).toEqual(
        names.map((each) => ({ name: referenceOf(each), digest: digests[referenceOf(each)] })),
      );
    });
  });
});

function expectedAfterFailure(failed: string): object {
  const others = ["build", "publish", "report", "attest"];
  return { [failed]: "failure", ...Object.fromEntries(others.map((id) => [id, "skipped"])) };
}
