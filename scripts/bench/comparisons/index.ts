import type { Comparison } from "../model";
import { apiCalls } from "./apiCalls";
import { firstUp } from "./firstUp";
import { nothingToDo } from "./nothingToDo";
import { programStart } from "./programStart";
import { rotate } from "./rotate";

/** In the order of the report. */
export const comparisons: readonly Comparison[] = [
  firstUp,
  nothingToDo,
  rotate,
  programStart,
  apiCalls,
];
