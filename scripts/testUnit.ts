import { scriptCommand } from "./command";
import { runUnitTests } from "./test";

export function main(args: readonly string[]): Promise<number> {
  scriptCommand(
    "test:unit",
    "Run the unit tests, which need no toolchain and run on every system.",
  ).parse(args, { from: "user" });
  return runUnitTests();
}
