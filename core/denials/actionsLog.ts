import { settingsPages } from "../github/settingsPages";
import { logIn, logOut } from "./table/ghcrFixes";

/**
 * A line as only a runner of GitHub Actions prints it: with its time stamp of seven decimals, which
 * `gh run view --log` puts after the job and the step, or with a workflow command.
 */
const actionsLine =
  /^\uFEFF?(?:[^\t\n]{1,200}\t[^\t\n]{1,200}\t\uFEFF?)?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z |^(?:##\[|::)(?:error|warning|notice|group)\b|^(?:##\[group\])?Run docker\/(?:login|build-push)-action\b/;

export function isActionsLine(line: string): boolean {
  return actionsLine.test(line);
}

/** The repository that actions/checkout names, as `owner/name`. */
export function findCheckout(line: string): string | undefined {
  return /Syncing repository: ([\w-]{1,100}\/[\w.-]{1,100})/.exec(line)?.[1];
}

/** A login to a registry in a fix for people at a terminal. */
const otherLogin = /\bdocker login (\{host\}|[a-z.]{1,80})$/;

/**
 * A denial's fix for a workflow. A login on the reader's machine does not help there: the runner logs in
 * with a secret, and starts without an earlier login.
 */
export function fixInActions(
  fix: readonly string[],
  repository = "{owner}/{repository}",
): readonly string[] {
  const page = settingsPages.repositorySecrets.replace("{owner}/{repository}", repository);
  return fix.flatMap((step) => {
    if (step === logIn) {
      return [
        `Renew the Actions secret that the workflow logs in with: ${page}`,
        `gh secret set GHCR_TOKEN --repo ${repository}`,
        "If a stack writes the secret: npx pulumi config set --secret ghcr:token, then npx pulumi up",
      ];
    }
    if (step.endsWith(logOut)) return [];
    const registry = otherLogin.exec(step)?.[1];
    return registry === undefined
      ? [step]
      : [`Check the secrets of the workflow's login to ${registry}: ${page}`];
  });
}
