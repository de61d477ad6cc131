import { onPath, run } from "../../core/process/child";
import { Explained } from "../explained";
import { saidOf } from "./ask";
import { withPassphrase } from "./passphrase";
import { noPulumi, type StackOptions } from "./pulumi";
import { meantStack, presentStack } from "./stackFile";

/** The stack that a command is about, and the Pulumi that knows it. */
export async function findStack(named: string | undefined): Promise<StackOptions> {
  const pulumi = onPath("pulumi");
  if (pulumi === undefined) {
    throw new Explained(noPulumi);
  }
  const where = { pulumi, program: process.cwd(), environment: withPassphrase({ ...process.env }) };
  return { ...where, stack: await stackName(where, named) };
}

/**
 * The stack that is meant: the one that was named, as it was named; or else the one that is selected,
 * or has a file, with its organisation. Its short name alone would be taken for a stack of one's own.
 */
async function stackName(
  stack: Omit<StackOptions, "stack">,
  named: string | undefined,
): Promise<string> {
  const asked = await wholeName(stack, named);
  if (asked.name !== undefined) return named ?? asked.name;
  const meant = named === undefined ? presentStack(stack.program) : undefined;
  const { name, said } = meant === undefined ? asked : await wholeName(stack, meant);
  if (name !== undefined) return name;
  const suggestion = named === undefined ? "" : meantStack(stack.program, named);
  throw new Explained(
    `Pulumi knows no such stack: ${said}${suggestion}\nChoose one with 'pulumi stack select NAME', or name it: --stack NAME`,
  );
}

/** How Pulumi calls a stack, or the one that is selected. */
async function wholeName(
  { pulumi, program, environment }: Omit<StackOptions, "stack">,
  named: string | undefined,
): Promise<{ readonly name: string | undefined; readonly said: string }> {
  const which = named === undefined ? [] : ["--stack", named];
  const { code, stdout, output } = await run(
    pulumi,
    ["stack", "--show-name", "--fully-qualify-stack-names", "--non-interactive", ...which],
    { cwd: program, environment },
  );
  const name = stdout.trim();
  return { name: code === 0 && name !== "" ? name : undefined, said: saidOf(output) };
}
