import type { JournalEntry } from "../../sandbox";

/**
 * Fails if an answer of the sandbox violates GitHub's description, or if it accepted a
 * request that does. A refused request is up to the test, and an injected fault
 * is not meant to be one of GitHub's answers.
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
