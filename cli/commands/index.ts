import * as clone from "./clone";
import type { Command } from "./command";
import { completion } from "./completion";
import { doctor } from "./doctor";
import { explain } from "./explain";
import { init } from "./init";
import { mirrors } from "./mirrors";
import { push } from "./push";
import { workflow } from "./workflow";

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
