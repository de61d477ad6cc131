import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version as pulumiVersion } from "@pulumi/pulumi/version";
import { ownerProblem, repositoryProblem } from "../../../core/oci/names";
import { withoutAddress } from "../../../core/github/remoteAddress";
import { stackNameProblem } from "../../../core/workflows/names";
import { SettingsError } from "../../../stack/settings";
import { renderPublish, renderStack } from "../../../core/workflows";
import { readPublishPlan, readStackPlan, type AskedRepository } from "./settings";
import { exitCodes } from "../../exitCodes";
import { Explained } from "../../explained";
import { refuse } from "../../refuse";
import { configIn, nameOfStackFile, presentStack, suggestStack } from "../../pulumi/stackFile";

/** As they were typed. */
export interface WorkflowFlags {
  readonly stackItself?: boolean;
  readonly stack?: string;
}

/** Prints a repository's workflow, or the stack's own. */
export function main(
  repository: string | undefined,
  { stackItself: isOfStack = false, stack: named }: WorkflowFlags,
): number {
  try {
    if (isOfStack && repository !== undefined) {
      throw new Explained(`'${repository}' is one too many: the workflow is the stack's own`);
    }
    const asked = isOfStack ? undefined : readRepository(repository);
    const { stack, config } = fileOf(process.cwd(), named);
    process.stdout.write(
      asked === undefined
        ? stackWorkflow(stack, config)
        : renderPublish(readPublishPlan(config, asked, process.env)),
    );
    return exitCodes.well;
  } catch (error) {
    if (!(error instanceof Explained || error instanceof SettingsError)) throw error;
    return refuse("workflow", [error.message]);
  }
}

type Values = Readonly<Record<string, unknown>>;

function stackWorkflow(stack: string, config: Values): string {
  const problem = stackNameProblem(stack);
  if (problem !== undefined) throw new Explained(`'${stack}' ${problem}`);
  return renderStack(readStackPlan(config, process.env, { stack, pulumiVersion }));
}

function readRepository(text: string | undefined): AskedRepository {
  if (text === undefined) throw new Explained("the repository is missing: OWNER/NAME");
  const [owner = "", repository = "", ...others] = withoutAddress(text).split("/");
  if (others.length > 0 || ownerProblem(owner) !== undefined || repositoryProblem(repository)) {
    throw new Explained(`'${text}' is not a repository: OWNER/NAME`);
  }
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
      `there is no ${file} in this folder that could be read${suggestStack(folder, stack)}`,
    );
  }
  const config = configIn(text, file);
  if (config !== undefined) return { stack, config };
  throw new Explained(`${file} sets nothing: 'config:' is missing`);
}
