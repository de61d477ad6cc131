import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../sandbox";
import { pathOf, runProgram, withClients, type ClientName } from "./clients";
import { writeLayout } from "./layout";
import { computeDigest, pushImage, startRunning, type Running } from "./running";

let running: Running;
let folder: string;
let digest: string;

beforeAll(async () => {
  running = await startRunning();
  folder = mkdtempSync(join(tmpdir(), "ghcr-sandbox-clients-"));
  digest = writeLayout(join(folder, "layout"), {
    "org.opencontainers.image.source": "https://github.com/F1bonacci66/clients",
  });
});

afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true });
});

function runClient(
  client: ClientName,
  args: readonly string[],
  options: { environment?: Record<string, string>; input?: string } = {},
): Promise<string> {
  return runProgram(running, pathOf(client), args, { cwd: folder, ...options });
}

/** Makes a package public, which users do on the website: there is no API for it. */
async function makePublic(name: string): Promise<void> {
  const answer = await running.control("POST", `packages/f1bonacci66/${name}`, {
    visibility: "public",
  });
  expect(answer.status).toBe(200);
  await answer.text();
}

withClients(["skopeo"], () => {
  /** Writes credentials in Docker's format, which skopeo reads, too. */
  function writeAuthFile(): string {
    const auth = Buffer.from(`F1bonacci66:${PUBLISHER_TOKEN}`).toString("base64");
    const file = join(folder, "skopeo.json");
    writeFileSync(file, JSON.stringify({ auths: { [running.sandbox.address]: { auth } } }));
    return file;
  }

  // Without this flag, skopeo requires a policy file for signatures.
  const skopeo = (...args: string[]): Promise<string> =>
    runClient("skopeo", ["--insecure-policy", ...args]);

  it("pushes, reads back and lists", async () => {
    const image = `docker://${running.sandbox.address}/f1bonacci66/skopeo`;
    const login = ["--authfile", writeAuthFile()];
    for (const tag of ["1", "2", "latest"]) {
      await skopeo("copy", ...login, "oci:layout:latest", `${image}:${tag}`);
    }
    const inspected = await skopeo("inspect", ...login, `${image}:1`);
    expect(JSON.parse(inspected)).toMatchObject({ Digest: digest, RepoTags: ["1", "2", "latest"] });
    const listed = await skopeo("list-tags", ...login, image);
    expect(JSON.parse(listed)).toMatchObject({ Tags: ["1", "2", "latest"] });
    await skopeo("copy", ...login, `${image}@${digest}`, "oci:copied:latest");
  });

  it("reads only public packages without a login, and reports why it cannot delete", async () => {
    const image = `docker://${running.sandbox.address}/f1bonacci66/skopeo-public`;
    const login = ["--authfile", writeAuthFile()];
    await skopeo("copy", ...login, "oci:layout:latest", `${image}:1`);
    await expect(skopeo("inspect", "--no-creds", `${image}:1`)).rejects.toThrow(/unauthorized/);
    await makePublic("skopeo-public");
    const inspected = await skopeo("inspect", "--no-creds", `${image}:1`);
    expect(JSON.parse(inspected)).toMatchObject({ Digest: digest });
    await expect(skopeo("delete", ...login, `${image}:1`)).rejects.toThrow(/405|unsupported/i);
  });

  it("is refused with the words that ghcr.io's users report", async () => {
    const image = `docker://${running.sandbox.address}/f1bonacci66/skopeo-refused:1`;
    const credentials = join(folder, "wrong.json");
    const push = (password: string): Promise<string> => {
      const auth = Buffer.from(`F1bonacci66:${password}`).toString("base64");
      writeFileSync(
        credentials,
        JSON.stringify({ auths: { [running.sandbox.address]: { auth } } }),
      );
      return skopeo("copy", "--authfile", credentials, "oci:layout:latest", image);
    };
    await expect(push("ghp_expired")).rejects.toThrow(
      "Requesting bearer token: received unexpected HTTP status: 403",
    );
    await expect(push(ADMINISTRATOR_TOKEN)).rejects.toThrow(
      "permission_denied: The token provided does not match expected scopes.",
    );
  });
});

withClients(["regctl"], () => {
  function createEnvironment(password: string): Record<string, string> {
    const file = join(folder, `regctl-${password.slice(0, 20)}.json`);
    const host = { user: "F1bonacci66", pass: password };
    writeFileSync(file, JSON.stringify({ hosts: { [running.sandbox.address]: host } }));
    return { REGCTL_CONFIG: file };
  }

  const regctl = (password: string, ...args: string[]): Promise<string> =>
    runClient("regctl", args, { environment: createEnvironment(password) });

  it("pushes, reads back and lists", async () => {
    const name = `${running.sandbox.address}/f1bonacci66/group/regctl`;
    await regctl(PUBLISHER_TOKEN, "image", "copy", "ocidir://layout:latest", `${name}:1`);
    const head = await regctl(PUBLISHER_TOKEN, "image", "digest", `${name}:1`);
    expect(head.trim()).toBe(digest);
    const manifest = await regctl(
      PUBLISHER_TOKEN,
      "manifest",
      "get",
      "--format",
      "raw-body",
      `${name}@${digest}`,
    );
    expect(computeDigest(manifest)).toBe(digest);
    const tags = await regctl(PUBLISHER_TOKEN, "tag", "ls", name);
    expect(tags.trim()).toBe("1");
  });

  it("is refused with the words that ghcr.io's users report", async () => {
    const image = `${running.sandbox.address}/f1bonacci66/regctl-refused:1`;
    const push = (password: string): Promise<string> =>
      regctl(password, "image", "copy", "ocidir://layout:latest", image);
    await expect(push("ghp_expired")).rejects.toThrow(/denied|unauthorized/i);
    await expect(push(ADMINISTRATOR_TOKEN)).rejects.toThrow(
      "permission_denied: The token provided does not match expected scopes.",
    );
  });
});

withClients(["curl"], () => {
  /** Secrets are passed on the standard input, because other users can read arguments. */
  function curl(lines: readonly string[], ...args: string[]): Promise<string> {
    const authority = running.sandbox.certificateAuthorityFile;
    const baseArguments = ["--silent", "--show-error", "--cacert", authority, "--config", "-"];
    return runClient("curl", [...baseArguments, ...args], { input: `${lines.join("\n")}\n` });
  }

  it.each(["", "/api/v3"])(
    "curl sends requests to GitHub's API with the path '%s'",
    async (path) => {
      const base = `https://${running.sandbox.address}${path}`;
      const authorization = `header = "Authorization: token ${ADMINISTRATOR_TOKEN}"`;
      const user = await curl([`url = "${base}/user"`, authorization], "--include", "--fail");
      expect(user).toMatch(/^x-oauth-scopes: delete_repo, read:packages, repo, workflow\r$/im);
      expect(user).toContain('"login":"F1bonacci66"');
      const missing = [`url = "${base}/repos/F1bonacci66/there-is-none"`, authorization];
      await expect(curl(missing, "--fail")).rejects.toThrow(/error: 404/);
    },
    60_000,
  );

  it.each(["https", "http"])(
    "curl logs in to the registry and reads a manifest with %s",
    async (by) => {
      const name = `f1bonacci66/curl-${by}`;
      const tokens = { url: "", service: "", scope: "" };
      await pushImage(running, name, "1", {}, await running.bearer());
      const manifest = `url = "${by}://${running.sandbox.address}/v2/${name}/manifests/1"`;
      const accept = 'header = "Accept: application/vnd.oci.image.manifest.v1+json"';
      const challenge = await curl([manifest, accept], "--include");
      expect(challenge).toMatch(/^HTTP\/1\.1 401 /);
      for (const [, key, value] of challenge.matchAll(/(realm|service|scope)="([^"]+)"/g)) {
        if (key === "realm") tokens.url = value ?? "";
        else if (key === "service" || key === "scope") tokens[key] = value ?? "";
      }
      expect(tokens).toEqual({
        url: `${by}://${running.sandbox.address}/token`,
        service: running.sandbox.address,
        scope: `repository:${name}:pull`,
      });
      const requested = [
        `url = "${tokens.url}"`,
        `data-urlencode = "service=${tokens.service}"`,
        `data-urlencode = "scope=${tokens.scope}"`,
      ];
      // BuildKit and containerd send a POST form; Docker, skopeo and crane use GET.
      const form = ['data = "grant_type=password"', 'data = "username=F1bonacci66"'];
      const password = `data-urlencode = "password=${PUBLISHER_TOKEN}"`;
      const posted = await curl([...requested, ...form, password], "--fail");
      expect(JSON.parse(posted)).toMatchObject({ access_token: expect.any(String) as string });
      const user = `user = "F1bonacci66:${PUBLISHER_TOKEN}"`;
      const answer = await curl([...requested, "get", user], "--fail");
      const { token } = JSON.parse(answer) as { token: string };
      const bearer = `header = "Authorization: Bearer ${token}"`;
      const read = await curl([manifest, accept, bearer], "--include", "--fail");
      const body = read.slice(read.indexOf("\r\n\r\n") + 4);
      expect(read).toMatch(new RegExp(`^docker-content-digest: ${computeDigest(body)}\\r$`, "im"));
      await expect(curl([manifest.replace(/1"$/, 'none"'), bearer], "--fail")).rejects.toThrow(
        /error: 404/,
      );
    },
    60_000,
  );
});
