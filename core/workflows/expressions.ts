/** GitHub's expressions, as more than one job uses them. */

/** Whether this run publishes. A pull request, a fork's too, only builds. */
export const publishes = "github.event_name != 'pull_request'";

/** The tag that was pushed, or nothing. */
export const version = "${{ github.ref_type == 'tag' && github.ref_name || '' }}";

/** The branch that was pushed, or nothing. */
export const branch = "${{ github.ref_type == 'branch' && github.ref_name || '' }}";

/** Where the run keeps what it hands on: it is no part of the checkout. */
export function temporary(path: string): string {
  return `\${{ runner.temp }}/${path}`;
}

/** The Actions address of the repository: the label and annotation that link a package. */
export const source = "${{ github.server_url }}/${{ github.repository }}";

/** A text that stays what it is, also where it looks like an expression. */
export function literal(text: string): string {
  return text.replaceAll("${{", "${{ '${{' }}");
}

/** The values of a map, each as it stays what it is. */
export function literals(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, literal(text)]));
}

export const isScheduled = "github.event_name == 'schedule'";

/**
 * A run keeps what each of its attempts handed on, and gives now the one and now the other of two
 * with one name.
 */
export const attempt = "${{ github.run_attempt }}";

/**
 * A branch's name where GitHub takes a pattern. Git lets none of the other special characters into a
 * name. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export function branchPattern(branch: string): string {
  return branch.replace(/[+!\]]/g, "\\$&");
}
