import type { Flag } from "../../arguments";
import { helpFlag, installed, type Command } from "../command";

const flags = {
  check: { says: "end with 1 where a mirror is behind its source" },
  json: { says: "the tags for a program" },
  stack: { value: "NAME", says: "the stack [the selected one, or that with a file]" },
  help: helpFlag,
} as const satisfies Record<string, Flag>;

export const mirrors = {
  ...installed,
  name: "mirrors",
  says: "says which mirrors are behind their sources",
  usage: ["mirrors [--check] [--json] [--stack NAME]"],
  about: [
    "Compares each mirror of a stack with its source, and with what its tag points to now. It changes nothing: 'pulumi up' copies what is behind. What the Docker daemon pushed has no source to ask.",
  ],
  flags,
  codes: {
    0: "it looked; with --check: all are current",
    1: "with --check: a tag is behind, not copied yet, or overwritten by somebody",
    2: "it could not look; with --check: it cannot tell of a tag",
  },
  examples: ["npx pulumi-ghcr mirrors --check --stack prod"],
  idle: "nothing was asked",
} as const satisfies Command;
