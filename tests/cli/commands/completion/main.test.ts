import { main } from "../../../../cli/commands/completion/main";
import { commands } from "../../../../cli/commands";
import { bash } from "../../../../cli/commands/completion/shells/bash";
import { powershell } from "../../../../cli/commands/completion/shells/powershell";
import { zsh } from "../../../../cli/commands/completion/shells/zsh";
import { consoleSaid } from "../../consoleSaid";

const said = consoleSaid();

it.each([
  ["bash", bash],
  ["zsh", zsh],
  ["powershell", powershell],
])("prints all of a clone's commands for %s", async (shell, script) => {
  expect(await main([shell])).toBe(0);
  expect(said).toEqual({ out: `${script(commands)}\n`, error: "" });
});

it("suggests the shell that was meant", async () => {
  expect(await main(["zhs"])).toBe(2);
  expect(said.error).toContain(
    "completion: 'zhs' is none of the shells: bash, zsh, powershell; did you mean zsh?\n",
  );
});
