import { Argument, Command } from "commander";
import { usageNotes, type Finish } from "../../command";
import { exitCodes } from "../../exitCodes";
import { renderBash } from "./shells/bash";
import { renderPowerShell } from "./shells/powershell";
import { renderZsh } from "./shells/zsh";

const scripts = { bash: renderBash, zsh: renderZsh, powershell: renderPowerShell };

export function completionCommand(finish: Finish): Command {
  const command = new Command("completion");
  return command
    .summary("Print a completion script for bash, zsh or PowerShell")
    .description(
      `Print a completion script for your shell. With it the Tab key completes commands, options and fixed values after 'pulumi-ghcr', but not after 'npx pulumi-ghcr'. In a clone, 'npm link' makes 'pulumi-ghcr' a command; docs/commands.md describes another way.

The examples install it for bash, zsh and PowerShell, in this order. Open a new shell to use it.`,
    )
    .addArgument(new Argument("<shell>").choices(Object.keys(scripts)))
    .addHelpText(
      "after",
      usageNotes({
        exitCodes: { 0: "the script was printed", 2: "the command could not run" },
        examples: [
          "npx pulumi-ghcr completion bash > ~/.pulumi-ghcr.bash",
          "echo '. ~/.pulumi-ghcr.bash' >> ~/.bashrc",
          "npx pulumi-ghcr completion zsh > ~/.pulumi-ghcr.zsh",
          "echo '. ~/.pulumi-ghcr.zsh' >> ~/.zshrc",
          "npx pulumi-ghcr completion powershell > ~/.pulumi-ghcr.ps1",
          "Add-Content $PROFILE '. ~/.pulumi-ghcr.ps1'",
        ],
      }),
    )
    .action((shell: keyof typeof scripts) => {
      console.log(scripts[shell](command.parent ?? command));
      finish(exitCodes.success);
    });
}
