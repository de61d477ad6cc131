import { createHash } from "node:crypto";
import type { Reference } from "./reference";

export interface RegistryClientOptions {
  /** The registry's host, with its port if it has one. */
  readonly registry: string;
  readonly username: string;
  readonly token: string;
}

/** What a registry holds under a digest. */
export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** `linux/amd64` and so on; empty where the manifest is no index. */
  readonly platforms: readonly string[];
  /** The annotations of the manifest itself. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** A registry that did not give what was asked, in its own words. */
export class RegistryRefusal extends Error {
  constructor(
    readonly status: number,
    readonly answer: string,
    what: string,
  ) {
    super(`${what}: the registry answered ${String(status)}: ${answer}`);
    this.name = "RegistryRefusal";
  }
}

const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** The specification asks registries to take manifests up to four megabytes. */
const largestManifest = 4 * 1024 * 1024;

const timeoutMilliseconds = 30_000;

/** Docker and BuildKit speak plain HTTP to a registry on this machine, and so do we. */
function schemeOf(registry: string): "http" | "https" {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(registry) ? "http" : "https";
}

/** Reads from a registry as one account. */
export class RegistryClient {
  constructor(private readonly options: RegistryClientOptions) {}

  /** The manifest behind a digest. It is what its digest says, or this throws. */
  async manifest({ name, digest }: Reference & { digest: string }): Promise<Manifest> {
    const what = `${this.options.registry}/${name}@${digest}`;
    const url = `${this.base()}/v2/${name}/manifests/${digest}`;
    let response = await this.get(url, { accept: manifestTypes });
    if (response.status === 401) {
      const bearer = await this.bearer(response.headers.get("www-authenticate") ?? "", what);
      response = await this.get(url, { accept: manifestTypes, authorization: `Bearer ${bearer}` });
    }
    const body = await readBody(response, largestManifest);
    if (response.status !== 200) {
      throw new RegistryRefusal(response.status, body.toString().trim(), what);
    }
    const actual = `sha256:${createHash("sha256").update(body).digest("hex")}`;
    if (actual !== digest) {
      throw new Error(`${what}: the registry gave something else, ${actual}`);
    }
    return describe(body, digest);
  }

  private base(): string {
    return `${schemeOf(this.options.registry)}://${this.options.registry}`;
  }

  private get(url: string | URL, headers: Record<string, string>): Promise<Response> {
    // A redirect could lead credentials to another host; a manifest needs none.
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    return fetch(url, { headers, redirect: "error", signal });
  }

  /** Answers a registry's challenge: a token for this one name, from the registry's own host. */
  private async bearer(challenge: string, what: string): Promise<string> {
    const parameters = new Map(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
    );
    const realm = parameters.get("realm");
    if (!/^bearer /i.test(challenge) || realm === undefined || !URL.canParse(realm)) {
      throw new RegistryRefusal(401, challenge, what);
    }
    const url = new URL(realm);
    if (url.origin !== new URL(this.base()).origin) {
      throw new Error(`${what}: the registry asks to log in at another place, ${url.origin}`);
    }
    for (const key of ["service", "scope"]) {
      const value = parameters.get(key);
      if (value !== undefined) url.searchParams.set(key, value);
    }
    const { username, token } = this.options;
    const basic = Buffer.from(`${username}:${token}`).toString("base64");
    const response = await this.get(url, { authorization: `Basic ${basic}` });
    const body = await readBody(response, largestManifest);
    const answer = parse(body);
    const bearer = answer.token ?? answer.access_token;
    if (response.status !== 200 || typeof bearer !== "string") {
      throw new RegistryRefusal(response.status, body.toString().trim(), what);
    }
    return bearer;
  }
}

/** The body, unless it is larger than anything that would be right. */
async function readBody(response: Response, largest: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > largest)
      throw new Error(`the registry's answer is larger than ${String(largest)} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

interface ManifestBody {
  readonly mediaType?: string;
  readonly annotations?: Record<string, string>;
  readonly manifests?: readonly {
    readonly platform?: {
      readonly os: string;
      readonly architecture: string;
      readonly variant?: string;
    };
  }[];
}

function describe(body: Buffer, digest: string): Manifest {
  const { mediaType, annotations, manifests } = parse(body) as ManifestBody;
  const platforms = (manifests ?? []).flatMap(({ platform }) =>
    // An attestation is stored beside the images, as one for an unknown platform.
    platform === undefined || platform.os === "unknown"
      ? []
      : [[platform.os, platform.architecture, platform.variant].filter(Boolean).join("/")],
  );
  return {
    digest,
    mediaType: mediaType ?? "unknown",
    bytes: body.length,
    platforms,
    annotations: annotations ?? {},
  };
}
