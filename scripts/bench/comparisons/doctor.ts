import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../../core/checks/check";
import { GitHubClient } from "../../../core/github/client";
import { packageReference } from "../../../core/oci/reference";
import { RegistryClient } from "../../../core/registry/client";
import { readToken } from "../../../core/tokens/format";
import type { Comparison } from "../model";
import { createDockerConfig } from "../docker";

export const doctor: Comparison = {
  name: "doctor",
  title: "Doctor",
  note: "The six checks of `pulumi-ghcr doctor` together, beside the requests of each alone. Each check alone has a connection of its own, and the registry's checks include the login. The last line is the whole command, with the start of Node.js.",
  listCases: async (bench) => {
    const buildx = bench.findClient("docker-buildx");
    if (buildx === undefined) return [];
    const { address } = bench.world.sandbox;
    const { login, adminToken, publishToken } = await bench.createAccount("bench-doctor");
    const api = `http://${address}`;
    const repository = "checked";
    const administrator = new GitHubClient({ token: adminToken, baseUrl: api });
    await administrator.ask("POST /user/repos", { name: repository });
    const reference = packageReference(address, login, repository);

    const context = bench.createFolder("doctor");
    writeFileSync(join(context, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    const image = `${address}/${reference.name}:latest`;
    const credentials = { username: login, password: publishToken };
    await bench.run(buildx, ["build", "--push", "--tag", image, context], {
      environment: createDockerConfig(bench, "doctor-docker", address, credentials),
    });

    const createGitHub = (): GitHubClient =>
      new GitHubClient({ token: publishToken, baseUrl: api });
    const createRegistry = (): RegistryClient =>
      new RegistryClient({ registry: address, username: login, token: publishToken });
    const subject = {
      ...{ owner: login, registry: address, repositories: [{ name: repository }] },
      images: [{ reference, repository }],
    };
    const checkAll = async (): Promise<void> => {
      const { findings } = await check(subject, readToken(publishToken), { api });
      const failed = findings.filter(({ outcome }) => outcome === "fail");
      if (failed.length > 0) throw new Error(JSON.stringify(failed));
    };
    const command = [join(__dirname, "../../../cli/bin.mjs"), "doctor"];
    const contenders = [
      { label: "six checks", run: checkAll },
      { label: "API and scopes alone", run: () => createGitHub().userFacts() },
      { label: "login alone", run: () => createRegistry().login() },
      {
        label: "repository alone",
        run: () =>
          administrator.ask("GET /repos/{owner}/{repository}", { owner: login, repository }),
      },
      {
        label: "pull alone",
        run: async () => {
          const registry = createRegistry();
          const [tag = ""] = await registry.readTags(reference.name);
          const tagged = { ...reference, tag };
          await Promise.all([registry.mayPull(tagged), registry.isPublic(tagged)]);
        },
      },
      { label: "push alone", run: () => createRegistry().mayPush(reference.name) },
      {
        label: "the command",
        run: () =>
          bench.run(process.execPath, [...command, "--repository", `${login}/${repository}`], {
            environment: { GITHUB_BASE_URL: api, GHCR_TOKEN: publishToken },
          }),
      },
    ];
    // People run the doctor once, but here the code has been loaded and compiled before.
    await checkAll();
    return [{ label: "1 repository, 100 ms", latency: 100, contenders }];
  },
};
