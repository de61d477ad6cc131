import type { JournalEntry } from "../../sandbox";

/**
 * Fails where an answer of the sandbox was not as GitHub describes it, and where it granted a
 * request that was not. A request that was refused is the test's own business, and an injected fault
 * is meant to be none of GitHub's answers.
 */
export function expectNoMisfits(entries: readonly JournalEntry[]): void {
  const evaluated = entries.filter(({ fault }) => fault === null);
  const misfitLines = evaluated.flatMap(({ method, path, operation, status, misfits }) => {
    const { request, response } = misfits;
    const messages = [
      ...(status < 400 ? request : []).map((text) => `request: ${text}`),
      ...response.map((text) => `answer: ${text}`),
    ];
    return messages.map(
      (text) => `${method} ${path} (${operation ?? "no operation"}) ${status} ${text}`,
    );
  });
  expect(misfitLines).toEqual([]);
}
