import type { Flag } from "../../arguments";
import { helpFlag, installed, type Command } from "../command";

const flags = {
  check: { says: "end with 1 where a refusal is found" },
  json: { says: "what was found for a program, in a form that docs/doctor.md describes" },
  registry: {
    value: "HOST",
    says: "whose words a line is that names no registry, such as ghcr.io",
  },
  help: helpFlag,
} as const satisfies Record<string, Flag>;

export const explain = {
  ...installed,
  name: "explain",
  says: "names the refusals in a log, with their causes and fixes",
  usage: ["explain [FILE] [--check] [--json]"],
  about: [
    "Names the refusals in a log (a push's, a pull's, that of pulumi up or of a CI job), with their causes and fixes. Without a FILE it reads the standard input. What has the words of a refusal (denied, unauthorized, 403 and the like) and is not known is shown as unknown; any other error is left out.",
  ],
  flags,
  takes: "file",
  codes: {
    0: "it explained all, or there was nothing to explain; with --check: there is no refusal",
    1: "with --check: a refusal that it knows was found",
    2: "a refusal is unknown; or it could not read",
  },
  examples: [
    "docker push ghcr.io/octo/app 2>&1 | npx pulumi-ghcr explain",
    "gh run view --log-failed | npx pulumi-ghcr explain --json",
  ],
  idle: "nothing was explained",
} as const satisfies Command;
