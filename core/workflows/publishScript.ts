import { denials } from "../denials";
import { literalPrefix } from "../denials/literalPrefix";
import { readPart } from "./embed";

/** The shell of the publish workflow: the names of files in core/workflows/steps. */
export const publishParts = [
  "errors",
  "tags",
  "check",
  "index",
  "verify",
  "visibility",
  "summary",
  "result",
  "report",
  "digest",
] as const;

export type Part = (typeof publishParts)[number];

/** A step's script: the parts, after the function that reports errors, if they use it. */
export function publishScript(...parts: readonly Part[]): string {
  const text = parts.map(readPart).join("");
  const start = /\b(?:error|failed)\b/.test(text) ? readPart("errors") : "set -euo pipefail\n";
  return `${start}${text}`.replace("    # denials\n", denialLines().join(""));
}

/** The denials that a push to ghcr.io may get. */
const pushDenials = [
  "ghcr-scopes",
  "ghcr-write-package",
  "ghcr-create-package",
  "ghcr-no-installation",
  "ghcr-installation",
  "ghcr-unauthenticated",
  "ghcr-denied",
  "ghcr-unauthorized",
];

/** What the shell has for each placeholder of a fix. */
const places: Readonly<Record<string, string>> = {
  "{host}": "${image%%/*}",
  "{owner}": "$owner",
  "{name}": "${package//\\//%2F}",
  "{repository}": "${GITHUB_REPOSITORY#*/}",
};

/** A line of the shell's `case` for each denial: its cause, and the first fixes that a workflow has. */
function denialLines(): readonly string[] {
  return denials
    .filter(({ id }) => pushDenials.includes(id))
    .flatMap(({ patterns: [pattern], cause, fix }) => {
      if (pattern === undefined) return [];
      const fixes = fix
        .filter((line) => !/docker log|github\.repository ==/.test(line))
        .slice(0, 3);
      const text = [cause, ...fixes.map((line) => `Fix: ${line}`)].join("%0A");
      const quoted = text
        .replace(/["$`\\]/g, "\\$&")
        .replace(/\{\w+\}/g, (place) => places[place] ?? place);
      return [`    *'${literalPrefix(pattern)}'*) cause="${quoted}" ;;\n`];
    });
}
