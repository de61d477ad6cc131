import { dropDebugMessages, explainDenials } from "./components";
import { declare } from "./stack/declare";
import { preflight } from "./stack/preflight";
import { loadStack } from "./stack/settings/pulumiConfiguration";

/** A function, because the preflight must pass before anything is declared. */
export = async () => {
  dropDebugMessages();
  const stack = loadStack();
  const result = await preflight(stack);
  await explainDenials({ registries: [stack.registry] });
  return declare(stack, result);
};
