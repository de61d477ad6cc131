import type { Comparison } from "../model";
import { apiCalls } from "./apiCalls";
import { doctor } from "./doctor";
import { firstUp } from "./firstUp";
import { fleet } from "./fleet";
import { images } from "./images";
import { mirrors } from "./mirrors";
import { nothingToDo } from "./nothingToDo";
import { programStart } from "./programStart";
import { rotate } from "./rotate";

/** In the order of the report. */
export const comparisons: readonly Comparison[] = [
  firstUp,
  nothingToDo,
  rotate,
  fleet,
  images,
  mirrors,
  doctor,
  programStart,
  apiCalls,
];
