import type { Flag } from "../../arguments";
import { helpFlag, installed, type Command } from "../command";

const flags = {
  "stack-itself": { says: "the workflow that runs the stack, and not one that publishes" },
  stack: { value: "NAME", says: "the stack [the one that has a file here]" },
  help: helpFlag,
} as const satisfies Record<string, Flag>;

export const workflow = {
  ...installed,
  name: "workflow",
  says: "prints the workflow that publishes from GitHub Actions",
  usage: ["workflow OWNER/NAME [--stack NAME]", "workflow --stack-itself [--stack NAME]"],
  about: [
    "Prints the workflow that publishes a repository's images, as the stack's file has them: the same that an update commits where the repository's setting `workflow` says so. Or the one that runs the stack itself, which `ghcr:stackWorkflow` sets. It reads Pulumi.NAME.yaml in this folder, and needs neither Pulumi nor a token.",
  ],
  flags,
  codes: { 0: "it printed it", 2: "it could not" },
  examples: ["npx pulumi-ghcr workflow octo/app > .github/workflows/publish.yml"],
  idle: "nothing was printed",
} as const satisfies Command;
