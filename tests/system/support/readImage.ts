/** An index in a registry. */
export interface ReadIndex {
  readonly digest: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  readonly images: readonly ReadPlatform[];
}

interface ReadPlatform {
  readonly labels: Readonly<Record<string, string>>;
  /** Its attestations, by kind. */
  readonly predicates: readonly string[];
}

interface Descriptor {
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

interface Manifest {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly manifests: readonly Descriptor[];
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** Returns a function that reads images by tag or digest, with a token or (null) anonymously. */
export async function readImage(
  address: string,
  token: string | null,
  name: string,
): Promise<(reference: string) => Promise<ReadIndex>> {
  const origin = `http://${address}`;
  const login = Buffer.from(`any:${token ?? ""}`).toString("base64");
  const scope = `/token?service=${address}&scope=repository:${name}:pull`;
  const granted = await fetch(`${origin}${scope}`, {
    headers: token === null ? {} : { authorization: `Basic ${login}` },
  });
  if (!granted.ok) throw new Error(`${name}: ${granted.status} ${await granted.text()}`);
  const { token: bearer } = (await granted.json()) as { token: string };

  async function get(path: string): Promise<Response> {
    const headers = {
      authorization: `Bearer ${bearer}`,
      accept: ["index.v1", "manifest.v1"].map((x) => `application/vnd.oci.image.${x}+json`).join(),
    };
    const response = await fetch(`${origin}/v2/${name}/${path}`, { headers });
    if (!response.ok) throw new Error(`${name} ${path}: ${response.status}`);
    return response;
  }
  const manifest = async (reference: string): Promise<Manifest> =>
    (await (await get(`manifests/${reference}`)).json()) as Manifest;

  return async (reference) => {
    const response = await get(`manifests/${reference}`);
    const { annotations = {}, manifests } = (await response.json()) as Manifest;
    const isImage = ({ platform }: Descriptor): boolean => platform?.os !== "unknown";
    const images = manifests.filter(isImage).map(async ({ digest }) => {
      const { config } = await manifest(digest);
      const { config: image } = (await (await get(`blobs/${config.digest}`)).json()) as {
        config: { Labels?: Record<string, string> };
      };
      const statement = manifests.find(
        (each) => each.annotations?.["vnd.docker.reference.digest"] === digest,
      );
      if (statement === undefined) throw new Error(`${name}@${digest} has no attestation`);
      const { layers } = await manifest(statement.digest);
      const predicates = layers.map(
        (each) => each.annotations?.["in-toto.io/predicate-type"] ?? "",
      );
      return { labels: image.Labels ?? {}, predicates: predicates.sort() };
    });
    return {
      digest: response.headers.get("docker-content-digest") ?? "",
      annotations,
      platforms: manifests
        .filter(isImage)
        .map(({ platform }) => `${platform?.os ?? ""}/${platform?.architecture ?? ""}`)
        .sort(),
      images: await Promise.all(images),
    };
  };
}
