import { isRecord } from "../../../core/http/json";
import { toAsciiLowerCase } from "../../../core/oci/reference";
import type { Problem } from ".";
import { formatValue } from "./format";
import { stackWorkflowDefaults, workflowDefaults } from "../defaults";

/** Two workflows in one file would overwrite each other in every update. */
export function stackWorkflowProblems({
  stackWorkflow,
  repositories,
  defaults,
}: Readonly<Record<string, unknown>>): Problem[] {
  if (!isRecord(stackWorkflow) || !isRecord(repositories)) return [];
  const { repository, path = stackWorkflowDefaults.path } = stackWorkflow;
  if (typeof repository !== "string" || typeof path !== "string") return [];
  return Object.entries(repositories).flatMap(([name, settings]): Problem[] => {
    const { workflow } = {
      ...(isRecord(defaults) ? defaults : {}),
      ...(isRecord(settings) ? settings : {}),
    };
    if (toAsciiLowerCase(name) !== toAsciiLowerCase(repository) || !isRecord(workflow)) return [];
    const { path: other = workflowDefaults.path } = workflow;
    if (other !== path) return [];
    const message = `${formatValue(path)} is already the file of the workflow that publishes from ${formatValue(name)}; change the 'path' of one of them`;
    return [{ path: ["stackWorkflow", "path"], message }];
  });
}
