/** A client's credentials. */
export interface Login {
  readonly username?: string;
  readonly password?: string;
}

/** The token service's token or error. */
export interface TokenResponse {
  readonly token: string;
  readonly address: string;
  readonly status: number;
  readonly error?: string;
}

/** Logs in like the daemon and like containerd. */
export async function requestBearer(
  registry: string,
  scope: string,
  { username = "", password = "" }: Login,
): Promise<TokenResponse> {
  const query = new URLSearchParams({ service: registry, ...(scope && { scope }) });
  const address = `${registry}/token?${query.toString()}`;
  const basic = Buffer.from(`${username}:${password}`).toString("base64");
  const headers = username === "" ? undefined : { authorization: `Basic ${basic}` };
  const answer = await fetch(`http://${address}`, { headers });
  const text = await answer.text();
  const about = { address, status: answer.status };
  if (!answer.ok) return { ...about, token: "", error: readErrors(text) };
  return { ...about, token: (JSON.parse(text) as { token: string }).token };
}

/** The status of a request for a manifest with this token. */
export async function requestManifestStatus(
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

/** The registry's message, as clients print it. */
export function readErrors(text: string): string {
  const { errors } = JSON.parse(text) as { errors: readonly { code: string; message: string }[] };
  return errors.map(({ code, message }) => `${code.toLowerCase()}: ${message}`).join("; ");
}
