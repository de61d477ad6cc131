/** Who pulls, and from where. */
export interface PullLogin {
  readonly registry: string;
  readonly username: string;
}

/** The command that pulls just what the digest names. */
export function pullCommand(pinned: string): string {
  return `docker pull ${pinned}`;
}

/** The command that verifies who built an image, where an attestation of that repository exists. */
export function verifyCommand(pinned: string, repository: string): string {
  return `gh attestation verify oci://${pinned} --repo ${repository}`;
}

/** The variable that the settings read the pull token from, too. */
const tokenVariable = "GHCR_PULL_TOKEN";

/**
 * A login whose token stands in no argument list: `printf` is the shell's own, and no program. It is
 * for the shells that Linux and macOS have.
 */
export function loginCommand({ registry, username }: PullLogin): string {
  return `printf %s "$${tokenVariable}" | docker login ${registry} --username ${username} --password-stdin`;
}

/**
 * What logs a machine in without a login: a `config.json` for `docker --config`, and the content of
 * a Kubernetes secret of the type kubernetes.io/dockerconfigjson. It holds the token.
 */
export function dockerConfig({ registry, username }: PullLogin, token: string): string {
  const auth = Buffer.from(`${username}:${token}`).toString("base64");
  return JSON.stringify({ auths: { [registry]: { auth } } });
}
