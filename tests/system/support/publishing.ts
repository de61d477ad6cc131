import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { World } from "../../../scripts/world";
import { openTestWorld } from "./world";
import { CONTROL_HEADER, PUBLISHER_TOKEN, SEED_OWNER, type JournalEntry } from "../../../sandbox";
import { renderPublish } from "../../../core/workflows";
import { examplePlan } from "../../../core/workflows/example";
import type { PublishPlan } from "../../../core/workflows/plan";
import { askGithub } from "../../sandbox/world";
import { execute } from "../../core/workflows/steps/execute";
import type { Event } from "../../core/workflows/run/events";
import type { Host } from "../../core/workflows/run/host";
import { WorkflowRun } from "../../core/workflows/run/run";
import { pathOf } from "../sandbox/clients";

export const GHCR_TOKEN = "ghp_sampleOfTheTeam";
const { owner, repository } = examplePlan;

const repositoryFiles: Readonly<Record<string, string>> = {
  "backend/Dockerfile": "FROM scratch\nCOPY server /\n",
  "backend/server": "serves\n",
  "web/Dockerfile": "FROM scratch\nARG API_URL\nLABEL api-url=$API_URL\nCOPY index.html /\n",
  "web/index.html": "shows\n",
};

/** The SBOM scanner that BuildKit runs: it writes one attestation of the image. */
const scannerFiles: Readonly<Record<string, string>> = {
  Dockerfile: 'FROM scratch\nCOPY . /\nENTRYPOINT ["/bin/sh", "/scan.sh"]\n',
  "scan.sh": `echo '${JSON.stringify({
    _type: "https://in-toto.io/Statement/v0.1",
    predicateType: "https://spdx.dev/Document",
    predicate: { spdxVersion: "SPDX-2.3", name: "sample" },
  })}' >"$BUILDKIT_SCAN_DESTINATION/sample.spdx.json"\n`,
};

/** A team whose publish workflow runs against the sandbox. */
export class Publishing {
  private readonly runs: WorkflowRun[] = [];
  private issued = 0;

  private constructor(
    private readonly folder: string,
    readonly world: World,
    private readonly dockerFolder: string,
    private readonly scannerImage: string,
    private readonly repositoryId: number,
  ) {}

  static async open(): Promise<Publishing> {
    const folder = mkdtempSync(join(tmpdir(), "publish-job-"));
    const { world } = await openTestWorld(join(folder, "world"));
    const { address } = world.sandbox;
    await control(world, "accounts", "POST", { type: "User", login: owner });
    const scopes = ["read:packages", "write:packages"];
    const token = { token: GHCR_TOKEN, kind: "classic", owner };
    await control(world, "tokens", "POST", { ...token, scopes: [...scopes, "repo"] });
    const made = await askGithub(`http://${address}`, "POST", "/user/repos", {
      token: GHCR_TOKEN,
      body: { name: repository },
    });
    await control(world, "tokens", "PATCH", { token: GHCR_TOKEN, scopes });
    writeFiles(join(folder, "repository"), repositoryFiles);
    const userFolder = process.env.DOCKER_CONFIG ?? join(homedir(), ".docker");
    const docker = world.environment.DOCKER_CONFIG ?? userFolder;
    const image = await pushScanner(world, folder, docker);
    return new Publishing(folder, world, docker, image, made.body.id as number);
  }

  get address(): string {
    return this.world.sandbox.address;
  }

  /** Renders the workflow. */
  renderWorkflow(changed: Partial<PublishPlan> = {}): string {
    return renderPublish({ ...examplePlan, registry: this.address, ...changed });
  }

  createRun(
    event: Event,
    {
      text = this.renderWorkflow(),
      secrets = {},
    }: { text?: string; secrets?: Host["secrets"] } = {},
  ): WorkflowRun {
    const host: Host = {
      apiUrl: `http://${this.address}`,
      repository: `${owner}/${repository}`,
      isPrivate: false,
      folder: join(this.folder, "repository"),
      secrets,
      issueToken: async (permissions) => {
        this.issued += 1;
        const token = `ghs_sampleOfJob${this.issued}`;
        const { repositoryId } = this;
        await this.control("tokens", "POST", {
          ...{ token, kind: "actions", owner, permissions, repositoryId },
        });
        return token;
      },
      revokeToken: async (token) => {
        await this.control("tokens", "PATCH", { token, revoked: true });
      },
      buildx: pathOf("docker-buildx"),
      dockerFolder: this.dockerFolder,
      scanner: this.scannerImage,
      environment: { NO_PROXY: "localhost", no_proxy: "localhost" },
    };
    const run = new WorkflowRun(text, host, event, join(this.folder, "caches"));
    this.runs.push(run);
    return run;
  }

  control(path: string, method: string, body?: object): Promise<unknown> {
    return control(this.world, path, method, body);
  }

  /** The registry's write requests since the last call. */
  async takePushes(): Promise<readonly string[]> {
    const journal = (await this.control("journal", "GET")) as JournalEntry[];
    await this.control("journal", "DELETE");
    return journal
      .filter(({ method, path }) => method === "PUT" && path.startsWith("/v2/"))
      .map(({ path, status }) => `${path.replace(/sha256:\w+/, "DIGEST")} ${status}`);
  }

  async close(): Promise<void> {
    for (const run of this.runs) run.close();
    await this.world.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Sends a request to the control address. */
async function control(
  { sandbox }: World,
  path: string,
  method: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`http://${sandbox.address}/_sandbox/${path}`, {
    ...{ method, headers: { [CONTROL_HEADER]: readFileSync(sandbox.controlKeyFile, "utf8") } },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

/** Builds and pushes the scanner, to another account than the team's. */
async function pushScanner(world: World, folder: string, docker: string): Promise<string> {
  const context = join(folder, "scanner");
  writeFiles(context, scannerFiles);
  cpSync(join(folder, "world", "base"), context, { recursive: true });
  const config = join(folder, "docker");
  cpSync(join(docker, "buildx"), join(config, "buildx"), { recursive: true });
  const auth = Buffer.from(`${SEED_OWNER}:${PUBLISHER_TOKEN}`).toString("base64");
  writeFiles(config, {
    "config.json": JSON.stringify({ auths: { [world.sandbox.address]: { auth } } }),
  });
  const name = `${SEED_OWNER.toLowerCase()}/scanner`;
  const image = `${world.sandbox.address}/${name}:1`;
  const args = ["build", "--push", "--tag", image, context];
  const environment = { DOCKER_CONFIG: config, HOME: folder, NO_PROXY: "localhost" };
  const { code, stderr } = await execute(pathOf("docker-buildx"), args, {
    ...{ cwd: folder, environment },
  });
  if (code !== 0) throw new Error(stderr);
  await control(world, `packages/${name}`, "POST", { visibility: "public" });
  return image;
}

function writeFiles(folder: string, texts: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
