import { wrap } from "../../core/text/wrap";
import { describeFlags } from "../arguments";
import { columns } from "../ui/columns";
import type { Command } from "./command";

/** All commands at a look. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const rows = (isInstalled: boolean): readonly string[] =>
    commands
      .filter((command) => command.isInstalled === isInstalled)
      .flatMap(({ name, says }) => wrap(says, columns, `  ${name.padEnd(width)}  `));
  return [
    "pulumi-ghcr COMMAND [FLAG …]",
    "",
    "Makes GitHub repositories able to publish containers to ghcr.io, and publishes",
    "them.",
    "",
    ...rows(true),
    "",
    "Only in a clone of pulumi-ghcr:",
    ...rows(false),
    "",
    "'pulumi-ghcr COMMAND --help' tells more of each, 'pulumi-ghcr --version' its",
    "version. They end with 0 where all is well, with 1 where something failed, with",
    "2 where they could not run or cannot tell, and with 128 and its number where a",
    "signal ended them. For what 'explain' and 'mirrors' find they end with 1 only",
    "with --check.",
  ].join("\n");
}

/** A command at a look: how it is called, what it does, its flags, its ends, examples. */
export function helpOf(command: Command): string {
  const { usage, about, flags, codes, examples, isInstalled } = command;
  const only = isInstalled ? [] : ["", "Only a clone of pulumi-ghcr has it."];
  return [
    ...usage.map((each) => `pulumi-ghcr ${each}`),
    ...about.flatMap((paragraph) => ["", ...wrap(paragraph, columns, "")]),
    ...only,
    "",
    describeFlags(flags),
    "",
    "It ends with",
    ...Object.entries(codes).flatMap(([code, when]) => wrap(when, columns, `  ${code}  `)),
    "",
    "For instance",
    ...examples.map((example) => `  ${example}`),
  ].join("\n");
}
