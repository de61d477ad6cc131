import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version as pulumiVersion } from "@pulumi/pulumi/version";
import { ownerProblem, repositoryProblem } from "../../../core/oci/names";
import { withoutAddress } from "../../../core/github/remoteAddress";
import { stackNameProblem } from "../../../core/workflows/names";
import { SettingsError } from "../../../stack/settings";
import { renderPublish, renderStack } from "../../../core/workflows";
import { readPublishPlan, readStackPlan, type RequestedRepository } from "./settings";
import { exitCodes } from "../../exitCodes";
import { UserError } from "../../errors";
import { reportProblems } from "../../reportProblems";
import { parseConfig, stackFileName, existingStack, suggestStack } from "../../pulumi/stackFile";

/** The flags as typed. */
export interface WorkflowFlags {
  readonly stackItself?: boolean;
  readonly stack?: string;
}

/** Prints a repository's workflow, or the stack's own. Returns the exit code. */
export function main(
  repository: string | undefined,
  { stackItself: isOfStack = false, stack: requested }: WorkflowFlags,
): number {
  try {
    if (isOfStack && repository !== undefined) {
      throw new UserError(
        `unexpected argument '${repository}': --stack-itself takes no repository`,
      );
    }
    const requestedRepository = isOfStack ? undefined : readRepository(repository);
    const { stack, config } = readStackFile(process.cwd(), requested);
    process.stdout.write(
      requestedRepository === undefined
        ? renderStackWorkflow(stack, config)
        : renderPublish(readPublishPlan(config, requestedRepository, process.env)),
    );
    return exitCodes.success;
  } catch (error) {
    if (!(error instanceof UserError || error instanceof SettingsError)) throw error;
    return reportProblems("workflow", [error.message]);
  }
}

type Values = Readonly<Record<string, unknown>>;

function renderStackWorkflow(stack: string, config: Values): string {
  const problem = stackNameProblem(stack);
  if (problem !== undefined) throw new UserError(`'${stack}' ${problem}`);
  return renderStack(readStackPlan(config, process.env, { stack, pulumiVersion }));
}

function readRepository(text: string | undefined): RequestedRepository {
  if (text === undefined) throw new UserError("missing argument OWNER/NAME");
  const [owner = "", repository = "", ...others] = withoutAddress(text).split("/");
  if (others.length > 0 || ownerProblem(owner) !== undefined || repositoryProblem(repository)) {
    throw new UserError(`'${text}' is not a repository: OWNER/NAME`);
  }
  return { owner, repository };
}

/** Reads the stack's file. */
function readStackFile(
  folder: string,
  requested: string | undefined,
): { readonly stack: string; readonly config: Values } {
  const stack = requested ?? existingStack(folder);
  if (stack === undefined) throw new UserError("no Pulumi.STACK.yaml in this folder");
  const file = stackFileName(stack);
  let text: string;
  try {
    text = readFileSync(join(folder, file), "utf8");
  } catch {
    throw new UserError(
      `${file} in this folder is missing or cannot be read${suggestStack(folder, stack)}`,
    );
  }
  const config = parseConfig(text, file);
  if (config !== undefined) return { stack, config };
  throw new UserError(`${file} sets nothing: 'config:' is missing`);
}
