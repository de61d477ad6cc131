import type { Flag } from "../arguments";
import { helpFlag, installed, type Command } from "./command";

export const shells = ["bash", "zsh", "powershell"] as const;

const flags = { help: helpFlag } as const satisfies Record<string, Flag>;

export const completion = {
  ...installed,
  name: "completion",
  says: "prints completions for bash, zsh or PowerShell",
  usage: [`completion ${shells.join("|")}`],
  about: [
    "Prints a script for your shell. With it the Tab key completes commands, flags, and values where there are few to choose from. It completes what stands behind 'pulumi-ghcr', and not behind 'npx pulumi-ghcr'; in bash and zsh alias pulumi-ghcr='npx pulumi-ghcr' makes one of the other.",
    "The examples install it, for bash, zsh and PowerShell in this order; a new shell has it.",
  ],
  flags,
  takes: shells,
  codes: { 0: "it printed it", 2: "it could not" },
  examples: [
    `echo 'eval "$(pulumi-ghcr completion bash)"' >> ~/.bashrc`,
    `echo 'eval "$(pulumi-ghcr completion zsh)"' >> ~/.zshrc`,
    "Add-Content $PROFILE 'pulumi-ghcr completion powershell|Out-String|iex'",
  ],
  idle: "nothing was printed",
} as const satisfies Command;
