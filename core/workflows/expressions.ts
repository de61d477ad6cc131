/** GitHub expressions that several jobs share. */

/** Whether this run publishes. A pull request only builds. */
export const isPublishing = "github.event_name != 'pull_request'";

/** A path outside the checkout. */
export function temporaryPath(path: string): string {
  return `\${{ runner.temp }}/${path}`;
}

/** The repository's address, for the label and annotation that link a package to it. */
export const source = "${{ github.server_url }}/${{ github.repository }}";

/** Text that GitHub does not evaluate, even if it looks like an expression. */
export function escapeExpressions(text: string): string {
  return text.replaceAll("${{", "${{ '${{' }}");
}

/** A map whose values GitHub does not evaluate. */
export function escapeAllExpressions(
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, text]) => [name, escapeExpressions(text)]),
  );
}

export const isScheduled = "github.event_name == 'schedule'";

/**
 * The attempt, as part of an artifact's name: a run keeps the artifacts of all attempts, and with equal
 * names a download may return either.
 */
export const attempt = "${{ github.run_attempt }}";

/**
 * A branch's name as a filter pattern. Git allows no other special characters in a branch name.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export function branchPattern(branch: string): string {
  return branch.replace(/[+!\]]/g, "\\$&");
}
