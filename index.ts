import { dropDebugMessages, nameRefusals } from "./components";
import { declare } from "./stack/declare";
import { stackFile } from "./stack/declare/stackWorkflow";
import { workflowFiles } from "./stack/declare/workflows";
import { preflight } from "./stack/preflight";
import { loadStack } from "./stack/settings/pulumiConfiguration";

/** A function, because the preflight must have passed before anything is declared. */
export = async () => {
  dropDebugMessages();
  const stack = loadStack();
  const result = await preflight(stack, workflowFiles(stack), stackFile(stack));
  await nameRefusals({ registries: [stack.registry] });
  return declare(stack, result);
};
