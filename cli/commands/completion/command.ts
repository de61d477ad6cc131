import type { Flag } from "../../arguments";
import { helpFlag, installed, type Command } from "../command";

export const shells = ["bash", "zsh", "powershell"] as const;

const flags = { help: helpFlag } as const satisfies Record<string, Flag>;

export const completion = {
  ...installed,
  name: "completion",
  says: "prints completions for bash, zsh or PowerShell",
  usage: [`completion ${shells.join("|")}`],
  about: [
    "Prints a script for your shell. With it the Tab key completes commands, flags, and values where there are few to choose from: behind 'pulumi-ghcr', and not behind 'npx pulumi-ghcr'. Where there is only a clone, 'npm link' in it makes 'pulumi-ghcr' a command; docs/commands.md has another way.",
    "The examples install it, for bash, zsh and PowerShell in this order; a new shell has it.",
  ],
  flags,
  takes: shells,
  codes: { 0: "it printed it", 2: "it could not" },
  examples: [
    "npx pulumi-ghcr completion bash > ~/.pulumi-ghcr.bash",
    "echo '. ~/.pulumi-ghcr.bash' >> ~/.bashrc",
    "npx pulumi-ghcr completion zsh > ~/.pulumi-ghcr.zsh",
    "echo '. ~/.pulumi-ghcr.zsh' >> ~/.zshrc",
    "npx pulumi-ghcr completion powershell > ~/.pulumi-ghcr.ps1",
    "Add-Content $PROFILE '. ~/.pulumi-ghcr.ps1'",
  ],
  idle: "nothing was printed",
} as const satisfies Command;
