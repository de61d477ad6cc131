import { findOnPath } from "../../core/process/child";
import { UserError } from "../errors";
import { withPassphrase } from "./passphrase";
import { pulumiMissing, type StackOptions } from "./pulumi";
import { howToChoose, existingStack } from "./stackFile";
import { openWorkspace } from "./workspace";

/** Finds the stack of a command: the requested one, the selected one, or the one with a file. */
export async function findStack(requested: string | undefined): Promise<StackOptions> {
  const pulumi = findOnPath("pulumi");
  if (pulumi === undefined) throw new UserError(pulumiMissing);
  const context = {
    pulumi,
    program: process.cwd(),
    environment: withPassphrase({ ...process.env }),
  };
  const selected = requested ?? (await (await openWorkspace(context)).stack())?.name;
  const found = selected ?? existingStack(context.program);
  if (found === undefined) throw new UserError(`no stack is selected\n${howToChoose}`);
  return { ...context, stack: found };
}
