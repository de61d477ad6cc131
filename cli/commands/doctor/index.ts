export { report, type FindingReport, type Report, type TokenReport } from "./report";
export { table, type TableOptions } from "./table";
