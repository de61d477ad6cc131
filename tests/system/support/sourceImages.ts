import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { SOURCE_PUBLISHER } from "../../../sandbox";
import { computeDigest, RegistryUser, type Descriptor, type RegistryLogin } from "./registryUser";

/** The family of media types. */
export type Format = "oci" | "docker";

const types = {
  oci: {
    index: "application/vnd.oci.image.index.v1+json",
    manifest: "application/vnd.oci.image.manifest.v1+json",
    config: "application/vnd.oci.image.config.v1+json",
    layer: "application/vnd.oci.image.layer.v1.tar+gzip",
  },
  docker: {
    index: "application/vnd.docker.distribution.manifest.list.v2+json",
    manifest: "application/vnd.docker.distribution.manifest.v2+json",
    config: "application/vnd.docker.container.image.v1+json",
    layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
  },
} as const;

export interface PushedIndex extends Descriptor {
  /** The manifest of each platform. */
  readonly platforms: Readonly<Record<string, Descriptor>>;
}

interface ImageOptions {
  readonly format?: Format;
  /** The default is `linux/amd64`. */
  readonly platform?: string;
  /** The approximate size of its layer. */
  readonly bytes?: number;
}

/** Pushes images of every kind to a registry, by default the source, with the registry protocol. */
export class SourceImages {
  private readonly user: RegistryUser;

  constructor(address: string, login: RegistryLogin = SOURCE_PUBLISHER) {
    this.user = new RegistryUser(address, login);
  }

  /** Pushes an image for one platform, with a tag or (null) only by digest. */
  async pushImage(
    name: string,
    tag: string | null,
    { format = "oci", platform = "linux/amd64", bytes = 1000 }: ImageOptions = {},
  ): Promise<Descriptor> {
    const layer = createTar("content", randomBytes(bytes));
    const [os, architecture, variant] = platform.split("/");
    const config = {
      ...{ os, architecture },
      ...(variant === undefined ? {} : { variant }),
      config: { Env: ["PATH=/bin"] },
      rootfs: { type: "layers", diff_ids: [computeDigest(layer)] },
      history: [{ created_by: "test" }],
    };
    return this.pushManifest(name, tag, types[format].manifest, {
      config: await this.pushBlob(name, types[format].config, JSON.stringify(config)),
      layers: [await this.pushBlob(name, types[format].layer, gzipSync(layer))],
    });
  }

  /** Pushes an OCI index or a Docker manifest list, optionally with attestations like those of BuildKit. */
  async pushIndex(
    name: string,
    tag: string,
    {
      format = "oci",
      platforms = ["linux/amd64", "linux/arm64/v8"],
      bytes,
      isAttested = false,
    }: {
      readonly format?: Format;
      readonly platforms?: readonly string[];
      readonly bytes?: number;
      readonly isAttested?: boolean;
    } = {},
  ): Promise<PushedIndex> {
    const children: Record<string, Descriptor> = {};
    for (const platform of platforms) {
      const [os = "", architecture = "", variant] = platform.split("/");
      const options = { format, platform, ...(bytes === undefined ? {} : { bytes }) };
      const pushed = await this.pushImage(name, null, options);
      const described = { os, architecture, ...(variant === undefined ? {} : { variant }) };
      children[platform] = { ...pushed, platform: described };
    }
    const images = Object.values(children);
    const attestations: Descriptor[] = [];
    if (isAttested)
      for (const each of images) attestations.push(await this.pushAttestation(name, each));
    const manifests = [...images, ...attestations];
    const index = await this.pushManifest(name, tag, types[format].index, { manifests });
    return { ...index, platforms: children };
  }

  /** Pushes a signature with the tag that cosign 2 uses. */
  async pushSignature(name: string, of: Descriptor): Promise<Descriptor> {
    const payload = JSON.stringify({
      critical: { image: { "docker-manifest-digest": of.digest } },
    });
    const type = "application/vnd.dev.cosign.simplesigning.v1+json";
    const layer = await this.pushBlob(name, type, payload);
    const annotations = { "dev.cosignproject.cosign/signature": "c2FtcGxl" };
    return this.pushManifest(name, `${of.digest.replace(":", "-")}.sig`, types.oci.manifest, {
      config: await this.pushBlob(
        name,
        types.oci.config,
        JSON.stringify({ os: "", architecture: "" }),
      ),
      layers: [{ ...layer, annotations }],
    });
  }

  /** Pushes a manifest with a subject (OCI 1.1), without a tag. */
  async pushReferrer(name: string, of: Descriptor, artifactType: string): Promise<Descriptor> {
    const { mediaType, digest, size } = of;
    const empty = "application/vnd.oci.empty.v1+json";
    return this.pushManifest(name, null, types.oci.manifest, {
      artifactType,
      config: await this.pushBlob(name, empty, "{}"),
      layers: [
        await this.pushBlob(name, artifactType, JSON.stringify({ about: digest, artifactType })),
      ],
      subject: { mediaType, digest, size },
    });
  }

  /** Pushes the fallback for registries without referrers: an index, tagged with the subject's digest. */
  async pushReferrersTag(
    name: string,
    of: Descriptor,
    referrers: readonly Descriptor[],
  ): Promise<Descriptor> {
    const tag = of.digest.replace(":", "-");
    return this.pushManifest(name, tag, types.oci.index, { manifests: referrers });
  }

  private async pushAttestation(name: string, { digest }: Descriptor): Promise<Descriptor> {
    const predicateType = "https://slsa.dev/provenance/v0.2";
    const statement = JSON.stringify({ predicateType, subject: [{ digest }] });
    const layer = await this.pushBlob(name, "application/vnd.in-toto+json", statement);
    const unknown = { architecture: "unknown", os: "unknown" };
    const rootfs = { type: "layers", diff_ids: [layer.digest] };
    const config = JSON.stringify({ ...unknown, config: {}, rootfs });
    const pushed = await this.pushManifest(name, null, types.oci.manifest, {
      config: await this.pushBlob(name, types.oci.config, config),
      layers: [{ ...layer, annotations: { "in-toto.io/predicate-type": predicateType } }],
    });
    const annotations = {
      "vnd.docker.reference.digest": digest,
      "vnd.docker.reference.type": "attestation-manifest",
    };
    return { ...pushed, annotations, platform: unknown };
  }

  private async pushManifest(
    name: string,
    tag: string | null,
    mediaType: string,
    content: object,
  ): Promise<Descriptor> {
    const body = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...content }));
    const digest = computeDigest(body);
    const path = `${name}/manifests/${tag ?? digest}`;
    await expectStatus(this.user.request("PUT", path, { type: mediaType, body }), 201);
    const { artifactType } = content as { artifactType?: string };
    const descriptor = { mediaType, digest, size: body.length };
    return artifactType === undefined ? descriptor : { ...descriptor, artifactType };
  }

  private async pushBlob(
    name: string,
    mediaType: string,
    content: string | Buffer,
  ): Promise<Descriptor> {
    const body = Buffer.from(content);
    const digest = computeDigest(body);
    const opened = await expectStatus(this.user.request("POST", `${name}/blobs/uploads/`), 202);
    const place = new URL(opened.headers.get("location") ?? "", `http://${this.user.address}`);
    place.searchParams.set("digest", digest);
    const path = `${place.pathname.replace(/^\/v2\//, "")}${place.search}`;
    await expectStatus(
      this.user.request("PUT", path, { type: "application/octet-stream", body }),
      201,
    );
    return { mediaType, digest, size: body.length };
  }
}

async function expectStatus(asked: Promise<Response>, status: number): Promise<Response> {
  const answer = await asked;
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${answer.url}: ${answer.status} ${text}`);
  return answer;
}

/** An archive of one file (POSIX ustar). */
function createTar(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([header, content, padding, Buffer.alloc(1024)]);
}
