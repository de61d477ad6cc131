import { createHash } from "node:crypto";

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly artifactType?: string;
}

/** All manifests and blobs of a reference, each read and verified. */
export interface Tree {
  readonly digest: string;
  readonly mediaType: string;
  /** The manifests of an index; none for another manifest. */
  readonly children: readonly Descriptor[];
  /** The digests of all manifests and blobs below, sorted. */
  readonly below: readonly string[];
}

interface Manifest {
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
}

const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

export function computeDigest(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** A client of the registry protocol that uses no code of this project. */
export class RegistryUser {
  private readonly bearers = new Map<string, string>();

  constructor(
    readonly address: string,
    private readonly login: RegistryLogin | null,
  ) {}

  /** The response, after a login if it is required. */
  async request(
    method: string,
    path: string,
    { type, body }: { readonly type?: string; readonly body?: Buffer } = {},
  ): Promise<Response> {
    const [name = ""] = path.split(/\/(?:manifests|blobs|tags|referrers)\//);
    const url = new URL(path, `http://${this.address}/v2/`);
    const send = (): Promise<Response> =>
      fetch(url, {
        method,
        headers: {
          accept: manifestTypes.join(),
          authorization: `Bearer ${this.bearers.get(name) ?? "none"}`,
          ...(type === undefined ? {} : { "content-type": type }),
        },
        ...(body === undefined ? {} : { body: new Uint8Array(body) }),
      });
    if (!this.bearers.has(name)) await this.logIn(name);
    return send();
  }

  /** Reads an image with all its manifests and blobs. */
  async readTree(name: string, reference: string): Promise<Tree> {
    const top = await this.read(name, `manifests/${reference}`);
    const { manifests = [], config, layers = [] } = JSON.parse(top.content.toString()) as Manifest;
    const trees = manifests.map(({ digest }) => this.readTree(name, digest));
    const blobs = [...(config === undefined ? [] : [config]), ...layers];
    for (const { digest } of blobs) await this.read(name, `blobs/${digest}`);
    const deeper = (await Promise.all(trees)).flatMap(({ digest, below }) => [digest, ...below]);
    const below = [...new Set([...deeper, ...blobs.map(({ digest }) => digest)])].sort();
    return { digest: computeDigest(top.content), mediaType: top.type, children: manifests, below };
  }

  /** The digest of a tag or reference; undefined if it does not exist. */
  async readDigest(name: string, tag: string): Promise<string | undefined> {
    const answer = await this.request("HEAD", `${name}/manifests/${tag}`);
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw new Error(`${name}:${tag}: ${answer.status}`);
    return answer.headers.get("docker-content-digest") ?? undefined;
  }

  private async read(name: string, path: string): Promise<{ content: Buffer; type: string }> {
    const answer = await this.request("GET", `${name}/${path}`);
    if (answer.status !== 200) throw new Error(`${name}/${path}: ${answer.status}`);
    const content = Buffer.from(await answer.arrayBuffer());
    const expectedDigest = /sha256:.*/.exec(path)?.[0] ?? computeDigest(content);
    if (computeDigest(content) !== expectedDigest)
      throw new Error(`${name}/${path} has other content`);
    return { content, type: answer.headers.get("content-type") ?? "" };
  }

  private async logIn(name: string): Promise<void> {
    const scope = `repository:${name}:pull,push`;
    const { username = "", password = "" } = this.login ?? {};
    const basic = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const answer = await fetch(`http://${this.address}/token?scope=${scope}`, {
      headers: this.login === null ? {} : { authorization: basic },
    });
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
    this.bearers.set(name, ((await answer.json()) as { token: string }).token);
  }
}
