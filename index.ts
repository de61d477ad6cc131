import { dropDebugMessages, explainDenials, skipSourceMaps } from "./components";
import { declareStack } from "./stack/declare";
import { runPreflight } from "./stack/preflight";
import { loadStack } from "./stack/settings/pulumiConfiguration";

/** A function, because the preflight must pass before anything is declared. */
export = async () => {
  dropDebugMessages();
  skipSourceMaps();
  const stack = loadStack();
  const result = await runPreflight(stack);
  await explainDenials({ registries: [stack.registry] });
  return declareStack(stack, result);
};
