import type { Command } from "commander";
import type { Finish } from "../../cli/command";

/** A command that parsed a command line but was not run. */
export function parseOnly(create: (finish: Finish) => Command, args: readonly string[]): Command {
  return create(() => undefined)
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .action(() => undefined)
    .parse(args, { from: "user" });
}
