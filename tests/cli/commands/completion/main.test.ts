import { renderBash } from "../../../../cli/commands/completion/shells/bash";
import { renderPowerShell } from "../../../../cli/commands/completion/shells/powershell";
import { renderZsh } from "../../../../cli/commands/completion/shells/zsh";
import { main } from "../../../../cli/main";
import { createProgram } from "../../../../cli/program";
import { captureConsole } from "../../captureConsole";

const captured = captureConsole();
const program = createProgram("1.2.3", () => undefined);

it.each([
  ["bash", renderBash],
  ["zsh", renderZsh],
  ["powershell", renderPowerShell],
])("prints the completions of all commands for %s", async (shell, script) => {
  expect(await main(["completion", shell], "1.2.3")).toBe(0);
  expect(captured).toEqual({ out: `${script(program)}\n`, error: "" });
});
