/** The registry and the user name to pull with. */
export interface PullLogin {
  readonly registry: string;
  readonly username: string;
}

/** The command that verifies an image's attestation, if the repository created one. */
export function verifyCommand(pinned: string, repository: string): string {
  return `gh attestation verify oci://${pinned} --repo ${repository}`;
}

/** The variable that the settings read the pull token from. */
const tokenVariable = "GHCR_PULL_TOKEN";

/**
 * A login command that keeps the token out of argument lists, because `printf` is a shell builtin. It
 * is for the shells of Linux and macOS.
 */
export function loginCommand({ registry, username }: PullLogin): string {
  return `printf %s "$${tokenVariable}" | docker login ${registry} --username ${username} --password-stdin`;
}

/**
 * Credentials as a file: a `config.json` for `docker --config`, and the content of a Kubernetes secret
 * of the type kubernetes.io/dockerconfigjson. It contains the token.
 */
export function dockerConfig({ registry, username }: PullLogin, token: string): string {
  const auth = Buffer.from(`${username}:${token}`).toString("base64");
  return JSON.stringify({ auths: { [registry]: { auth } } });
}
