import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version as pulumiVersion } from "@pulumi/pulumi/version";
import { ownerProblem, repositoryProblem } from "../../../core/oci/names";
import { withoutAddress } from "../../../core/github/remoteAddress";
import { stackNameProblem } from "../../../core/workflows/names";
import { SettingsError } from "../../../stack/settings";
import { renderPublish, renderStack } from "../../../core/workflows";
import { readArguments } from "../../arguments";
import { helpOf } from "../help";
import { workflow as command } from "./command";
import { readPublishPlan, readStackPlan, type AskedRepository } from "./settings";
import { exitCodes } from "../../exitCodes";
import { Explained } from "../../explained";
import { refuse } from "../../refuse";
import { configIn, meantStack, nameOfStackFile, presentStack } from "../../pulumi/stackFile";

/** Prints a repository's workflow. */
export function main(args: readonly string[]): Promise<number> {
  const { flags: given, rest, problems } = readArguments(args, command.flags, 1);
  if (given.has("help")) {
    console.log(helpOf(command));
    return Promise.resolve(exitCodes.well);
  }
  try {
    const isOfStack = given.has("stack-itself");
    if (isOfStack) refuseMore(rest, problems);
    const asked = isOfStack ? undefined : repositoryIn(rest, problems);
    const { stack, config } = fileOf(process.cwd(), given.get("stack")?.[0]);
    process.stdout.write(
      asked === undefined
        ? stackWorkflow(stack, config)
        : renderPublish(readPublishPlan(config, asked, process.env)),
    );
    return Promise.resolve(exitCodes.well);
  } catch (error) {
    if (!(error instanceof Explained || error instanceof SettingsError)) throw error;
    return Promise.resolve(refuse(command, [error.message]));
  }
}

type Values = Readonly<Record<string, unknown>>;

function stackWorkflow(stack: string, config: Values): string {
  const problem = stackNameProblem(stack);
  if (problem !== undefined) throw new Explained(`'${stack}' ${problem}`);
  return renderStack(readStackPlan(config, process.env, { stack, pulumiVersion }));
}

function refuseMore(rest: readonly string[], problems: readonly string[]): void {
  const [more] = rest;
  const all = more === undefined ? problems : [...problems, `'${more}' is one too many`];
  if (all.length > 0) throw new Explained(all.join("\n"));
}

function repositoryIn([text]: readonly string[], problems: readonly string[]): AskedRepository {
  const whole = text && withoutAddress(text);
  const [owner = "", repository = "", ...others] = (whole ?? "").split("/");
  const wrong =
    text === undefined
      ? ["the repository is missing: OWNER/NAME"]
      : others.length > 0 || ownerProblem(owner) !== undefined || repositoryProblem(repository)
        ? [`'${text}' is not a repository: OWNER/NAME`]
        : [];
  const all = [...problems, ...wrong];
  if (all.length > 0) throw new Explained(all.join("\n"));
  return { owner, repository };
}

/** What the stack's file sets. */
function fileOf(
  folder: string,
  named: string | undefined,
): { readonly stack: string; readonly config: Values } {
  const stack = named ?? presentStack(folder);
  if (stack === undefined) throw new Explained("there is no Pulumi.STACK.yaml in this folder");
  const file = nameOfStackFile(stack);
  let text: string;
  try {
    text = readFileSync(join(folder, file), "utf8");
  } catch {
    throw new Explained(
      `there is no ${file} in this folder that could be read${meantStack(folder, stack)}`,
    );
  }
  const config = configIn(text, file);
  if (config !== undefined) return { stack, config };
  throw new Explained(`${file} sets nothing: 'config:' is missing`);
}
