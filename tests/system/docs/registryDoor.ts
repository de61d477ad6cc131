/** With whom a client logs in. */
export interface Login {
  readonly username?: string;
  readonly password?: string;
}

/** What the token service gave, or how it refused. */
export interface Bearer {
  readonly token: string;
  readonly address: string;
  readonly status: number;
  readonly refusal?: string;
}

/** As the daemon and as containerd ask the token service. */
export async function bearer(
  registry: string,
  scope: string,
  { username = "", password = "" }: Login,
): Promise<Bearer> {
  const query = new URLSearchParams({ service: registry, ...(scope && { scope }) });
  const address = `${registry}/token?${query.toString()}`;
  const basic = Buffer.from(`${username}:${password}`).toString("base64");
  const headers = username === "" ? undefined : { authorization: `Basic ${basic}` };
  const answer = await fetch(`http://${address}`, { headers });
  const text = await answer.text();
  const about = { address, status: answer.status };
  if (!answer.ok) return { ...about, token: "", refusal: refusalIn(text) };
  return { ...about, token: (JSON.parse(text) as { token: string }).token };
}

/** Whether a manifest is there for whoever holds the token: the status of the answer. */
export async function manifestStatus(
  registry: string,
  path: string,
  tag: string,
  token: string,
): Promise<number> {
  const accept = ["index", "manifest"].map((kind) => `application/vnd.oci.image.${kind}.v1+json`);
  const headers = { accept: accept.join(), authorization: `Bearer ${token}` };
  const url = `http://${registry}/v2/${path}/manifests/${tag}`;
  return (await fetch(url, { method: "HEAD", headers })).status;
}

/** The registry's own words, as clients hand them on. */
export function refusalIn(text: string): string {
  const { errors } = JSON.parse(text) as { errors: readonly { code: string; message: string }[] };
  return errors.map(({ code, message }) => `${code.toLowerCase()}: ${message}`).join("; ");
}
