import { execFile } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../sandbox";
import { writeLayout } from "./layout";
import type { Running } from "./running";
import { startRunning } from "./running";

/** Clients that others wrote. What suits only ourselves would be found out by them. */
const wanted = ["skopeo", "regctl", "curl", "tofu", "terraform-provider-github"] as const;
type Client = (typeof wanted)[number];

const found = new Map<Client, string>();
for (const name of wanted) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      found.set(name, join(folder, name));
      break;
    } catch {
      // Not here; the next folder may have it.
    }
  }
}

let running: Running;
let folder: string;
let digest: string;

beforeAll(async () => {
  running = await startRunning();
  folder = mkdtempSync(join(tmpdir(), "ghcr-sandbox-clients-"));
  digest = writeLayout(join(folder, "layout"), {
    "org.opencontainers.image.source": "https://github.com/F1bonacci66/clients",
  });
}, 60_000);

afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true });
});

/** The sandbox runs in this process, so nothing here may wait for a child and do nothing else. */
function run(
  client: Client,
  args: readonly string[],
  options: { env?: Record<string, string>; input?: string; cwd?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      found.get(client) ?? client,
      args,
      {
        cwd: options.cwd ?? folder,
        timeout: 100_000,
        env: {
          ...process.env,
          SSL_CERT_FILE: running.sandbox.certificateBundleFile,
          ...options.env,
        },
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${client} ${args.join(" ")}\n${stdout}${stderr}`));
      },
    );
    child.stdin?.end(options.input ?? "");
  });
}

/** Docker's own form of stored credentials, which skopeo reads too. */
function dockerConfiguration(): string {
  const auth = Buffer.from(`F1bonacci66:${PUBLISHER_TOKEN}`).toString("base64");
  const file = join(folder, "config.json");
  writeFileSync(file, JSON.stringify({ auths: { [running.sandbox.address]: { auth } } }));
  return file;
}

/** A client that is not here is named: a run that proved less than another should say so. */
function withClient(client: Client, name: string, work: () => Promise<void>): void {
  if (found.has(client)) test(`${client} ${name}`, work, 120_000);
  else {
    test(`${client} is not on this machine, so nothing is known of it`, () => {
      expect(found.has(client)).toBe(false);
    });
  }
}

withClient("skopeo", "pushes, reads back and lists", async () => {
  const image = `docker://${running.sandbox.address}/f1bonacci66/skopeo`;
  const authfile = dockerConfiguration();
  await run("skopeo", ["copy", "--authfile", authfile, "oci:layout:latest", `${image}:1`]);
  const inspected = await run("skopeo", ["inspect", "--authfile", authfile, `${image}:1`]);
  expect(JSON.parse(inspected)).toMatchObject({ Digest: digest, RepoTags: ["1"] });
});

withClient("regctl", "pushes and reads back", async () => {
  const image = `${running.sandbox.address}/f1bonacci66/group/regctl:1`;
  const configuration = join(folder, "regctl.json");
  writeFileSync(
    configuration,
    JSON.stringify({
      hosts: { [running.sandbox.address]: { user: "F1bonacci66", pass: PUBLISHER_TOKEN } },
    }),
  );
  const env = { REGCTL_CONFIG: configuration };
  await run("regctl", ["image", "copy", "ocidir://layout:latest", image], { env });
  const read = await run("regctl", ["image", "digest", image], { env });
  expect(read.trim()).toBe(digest);
});

withClient("curl", "asks GitHub, and the registry for a token and a manifest", async () => {
  const authority = running.sandbox.certificateAuthorityFile;
  const base = `https://${running.sandbox.address}`;
  // Secrets come on standard input: an argument list can be read by everyone.
  const curl = (lines: readonly string[]): Promise<string> =>
    run("curl", ["--silent", "--show-error", "--fail", "--cacert", authority, "--config", "-"], {
      input: `${lines.join("\n")}\n`,
    });
  const user = await curl([
    `url = "${base}/user"`,
    `header = "Authorization: token ${ADMINISTRATOR_TOKEN}"`,
  ]);
  expect(JSON.parse(user)).toMatchObject({ login: "F1bonacci66" });

  const bearer = await running.bearer();
  const path = "f1bonacci66/curl/manifests";
  const pushed = await running.registry("PUT", "f1bonacci66/curl/manifests/none", { bearer });
  expect(pushed.status).toBeGreaterThanOrEqual(400);
  const scope = "repository:f1bonacci66/curl:pull";
  const answer = await curl([
    `url = "${base}/token?service=${running.sandbox.address}&scope=${scope}"`,
    `user = "F1bonacci66:${PUBLISHER_TOKEN}"`,
  ]);
  const { token } = JSON.parse(answer) as { token: string };
  await expect(
    curl([`url = "${base}/v2/${path}/none"`, `header = "Authorization: Bearer ${token}"`]),
  ).rejects.toThrow("404");
});

withClient("tofu", "makes a repository with its secret, and plans nothing afterwards", async () => {
  const provider = found.get("terraform-provider-github");
  if (provider === undefined) {
    throw new Error("tofu is here, and terraform-provider-github is not: put it on PATH");
  }
  const cwd = join(folder, "tofu");
  mkdirSync(cwd);
  writeFileSync(
    join(cwd, "tofurc"),
    `provider_installation {\n  dev_overrides {\n    "integrations/github" = "${join(provider, "..")}"\n  }\n  direct {}\n}\n`,
  );
  writeFileSync(
    join(cwd, "main.tf"),
    [
      "terraform {",
      '  required_providers { github = { source = "integrations/github" } }',
      "}",
      'variable "secret" { sensitive = true }',
      'provider "github" { owner = "F1bonacci66" }',
      'resource "github_repository" "this" {',
      '  name       = "tofu"',
      '  visibility = "private"',
      "  auto_init  = true",
      "}",
      'resource "github_actions_secret" "this" {',
      "  repository  = github_repository.this.name",
      '  secret_name = "GHCR_TOKEN"',
      "  value       = var.secret",
      "}",
      "",
    ].join("\n"),
  );
  const env = {
    TF_CLI_CONFIG_FILE: join(cwd, "tofurc"),
    GITHUB_BASE_URL: `https://${running.sandbox.address}/`,
    GITHUB_TOKEN: ADMINISTRATOR_TOKEN,
    TF_VAR_secret: PUBLISHER_TOKEN,
  };
  await run("tofu", ["apply", "-auto-approve", "-no-color"], { cwd, env });
  const opened = await running.control("GET", "secrets/F1bonacci66/tofu/GHCR_TOKEN");
  expect(await opened.json()).toMatchObject({ opened: PUBLISHER_TOKEN });
  // Its exit code is 2 where it would change anything.
  await run("tofu", ["plan", "-detailed-exitcode", "-no-color"], { cwd, env });
  await run("tofu", ["destroy", "-auto-approve", "-no-color"], { cwd, env });
  expect((await running.github("GET", "/repos/F1bonacci66/tofu")).status).toBe(404);
});
