export type { FindingReport, Report, StackReport } from "./report";
export type { TokenReport } from "./checkToken";
