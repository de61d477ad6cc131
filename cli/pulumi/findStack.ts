import { findOnPath } from "../../core/process/child";
import { Explained } from "../explained";
import { withPassphrase } from "./passphrase";
import { pulumiMissing, type StackOptions } from "./pulumi";
import { howToChoose, presentStack } from "./stackFile";
import { openWorkspace } from "./workspace";

/** The stack that a command is about: the one that was named, or is selected, or has a file. */
export async function findStack(named: string | undefined): Promise<StackOptions> {
  const pulumi = findOnPath("pulumi");
  if (pulumi === undefined) throw new Explained(pulumiMissing);
  const here = { pulumi, program: process.cwd(), environment: withPassphrase({ ...process.env }) };
  const stack = named ?? (await (await openWorkspace(here)).stack())?.name;
  const found = stack ?? presentStack(here.program);
  if (found === undefined) throw new Explained(`no stack is selected\n${howToChoose}`);
  return { ...here, stack: found };
}
