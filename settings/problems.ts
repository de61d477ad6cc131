import type { z } from "zod";

/** The path of a setting as people write it: `ghcr:repositories.api.images.api.context`. */
function pathOf(path: readonly PropertyKey[]): string {
  return `ghcr:${path.map(String).join(".")}`;
}

/** Everything that a schema found, one line a problem. */
export function describeIssues(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => `${pathOf([...issue.path, key])}: there is no such setting`);
    }
    // A record tells what is wrong with a key inside the issue about the key.
    if (issue.code === "invalid_key") {
      return issue.issues.map((inner) => `${pathOf(issue.path)}: ${inner.message}`);
    }
    return [`${pathOf(issue.path)}: ${issue.message}`];
  });
}

/** One message for everything that is wrong with the settings. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      [
        `The stack's settings have ${problems.length === 1 ? "a problem" : `${problems.length} problems`}; nothing was changed.`,
        ...problems.map((problem) => `  - ${withoutTokens(problem)}`),
      ].join("\n"),
    );
    this.name = "SettingsError";
  }
}

/** A token may have been pasted into the wrong setting; the message shows no more than its kind. */
function withoutTokens(text: string): string {
  return text.replace(/(gh[opsur]_|github_pat_)\w+/g, "$1…");
}
