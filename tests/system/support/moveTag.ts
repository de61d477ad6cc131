import { PUBLISHER_TOKEN, SEED_OWNER } from "../../../sandbox";

/**
 * Moves a tag to the first manifest of its index, or of another tag's, and returns that one's digest.
 */
export async function moveTag(
  address: string,
  image: string,
  tag: string,
  from = tag,
): Promise<string> {
  const manifests = `http://${address}/v2/${SEED_OWNER.toLowerCase()}/${image}/manifests`;
  const basic = Buffer.from(`${SEED_OWNER}:${PUBLISHER_TOKEN}`).toString("base64");
  const login = { headers: { authorization: `Basic ${basic}` } };
  const answer = await fetch(`http://${address}/token?service=${address}`, login);
  const { token } = (await answer.json()) as { token: string };
  const type = "application/vnd.oci.image.manifest.v1+json";
  const accept = `${type}, application/vnd.oci.image.index.v1+json`;
  const headers = { authorization: `Bearer ${token}`, accept, "content-type": type };
  const read = async (reference: string): Promise<string> =>
    (await fetch(`${manifests}/${reference}`, { headers })).text();
  const index = JSON.parse(await read(from)) as { manifests: { digest: string }[] };
  const digest = index.manifests[0]?.digest ?? "none";
  const request = { method: "PUT", headers, body: await read(digest) };
  const pushed = await fetch(`${manifests}/${tag}`, request);
  if (pushed.status !== 201) throw new Error(`${pushed.status}: ${await pushed.text()}`);
  return digest;
}
