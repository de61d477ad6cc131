export type { FindingReport, Report, StackReport, TokenReport } from "./report";
