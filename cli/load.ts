import { createRequire } from "node:module";
import { Waiting } from "./ui/waiting";

/** The code of the commands, without which their help is shown. */
interface Mains {
  readonly doctor: typeof import("./commands/doctor/main");
  readonly explain: typeof import("./commands/explain/main");
  readonly init: typeof import("./commands/init/main");
  readonly mirrors: typeof import("./commands/mirrors/main");
  readonly push: typeof import("./commands/push/main");
  readonly workflow: typeof import("./commands/workflow/main");
}

/**
 * Loads a command's code. The first time that takes some seconds, and somebody at a terminal sees
 * why. `import()` would not do: in a clone Node asks tsx about required files alone.
 */
export function load<Name extends keyof Mains>(name: Name): Promise<Mains[Name]> {
  const require = createRequire(__filename);
  // As for a command with --json: what goes to a program is nobody's to watch.
  return Waiting.onTerminal(true).whileRunning(
    "starting",
    () => require(`./commands/${name}/main`) as Mains[Name],
  );
}
