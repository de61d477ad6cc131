import * as clone from "../../scripts/commands";
import type { Command } from "./command";
import { completion } from "./completion/command";
import { doctor } from "./doctor/command";
import { explain } from "./explain/command";
import { init } from "./init/command";
import { mirrors } from "./mirrors/command";
import { push } from "./push/command";
import { workflow } from "./workflow/command";

export type { Command } from "./command";

/** All commands, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  init,
  doctor,
  push,
  explain,
  mirrors,
  workflow,
  completion,
  clone.sandbox,
  clone.start,
  clone.engine,
  clone.test,
  clone.testUnit,
  clone.docs,
  clone.fuzz,
];
