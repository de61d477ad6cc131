export type { Report, StackReport } from "./report";
