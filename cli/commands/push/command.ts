import type { Flag } from "../../arguments";
import { helpFlag, installed, type Command } from "../command";

const flags = {
  tag: { value: "TAG", says: "the version to publish, which becomes ghcr:version" },
  stack: { value: "NAME", says: "the stack [the selected one, or that with a file]" },
  json: { says: "what was read back for a program; all else goes to the standard error" },
  help: helpFlag,
} as const satisfies Record<string, Flag>;

export const push = {
  ...installed,
  name: "push",
  says: "publishes a version: pulumi up with it, and each image read back",
  usage: ["push --tag TAG [--stack NAME] [--json]"],
  about: [
    "Publishes a version: writes it into the stack's settings as ghcr:version, runs pulumi up, and reads back each image that it pushed. The next plain pulumi up keeps the version. Which tags an image gets from it, its `tags` in the settings say.",
  ],
  flags,
  codes: {
    0: "all was pushed and read back",
    1: "not all of it was, or the token was refused",
    2: "it could not run, and nothing was changed",
  },
  examples: [
    "npx pulumi-ghcr push --tag v1.0.0",
    "npx pulumi-ghcr push --tag v1.0.0 --stack production",
  ],
  idle: "nothing was changed",
  steps: 5,
} as const satisfies Command;
