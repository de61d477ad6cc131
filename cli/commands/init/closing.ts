import { relative } from "node:path";
import { nextLines, type NextCommand } from "../../ui/next";
import type { Prerequisites } from "./prerequisites";
import type { OpenStack } from "./settings/settingsStep";
import { withoutPassword } from "./settings/stack";

/** Where the stack is stored, and the next commands. */
export function closingMessage(
  { stack, backend, passphrase }: OpenStack,
  { program }: Prerequisites,
  commands: readonly NextCommand[],
): string {
  const folder = program === process.cwd() ? undefined : relative(process.cwd(), program);
  return [
    `The stack '${stack.stack}' is stored at ${withoutPassword(backend)}`,
    ...nextLines(commands, { folder, passphrase }),
    ...(passphrase === undefined
      ? []
      : ["Keep a copy of the passphrase file: nothing else decrypts the stack's secrets."]),
  ].join("\n");
}
