import { createRequire } from "node:module";
import { Waiting } from "./ui/waiting";

/** The commands' code, which their help does not need. */
interface Mains {
  readonly doctor: typeof import("./commands/doctor/main");
  readonly explain: typeof import("./commands/explain/main");
  readonly fleet: typeof import("./commands/fleet/main");
  readonly init: typeof import("./commands/init/main");
  readonly mirrors: typeof import("./commands/mirrors/main");
  readonly outputs: typeof import("./commands/outputs/main");
  readonly push: typeof import("./commands/push/main");
  readonly status: typeof import("./commands/status/main");
  readonly workflow: typeof import("./commands/workflow/main");
}

/**
 * Loads a command's code. The first time takes some seconds, so a terminal shows a message. Not
 * `import()`: in a clone, Node passes only required files through tsx.
 */
export function load<Name extends keyof Mains>(name: Name): Promise<Mains[Name]> {
  const require = createRequire(__filename);
  // As with --json: no message if the output goes to a program.
  return Waiting.onTerminal(true).whileRunning(
    "starting",
    () => require(`./commands/${name}/main`) as Mains[Name],
  );
}
