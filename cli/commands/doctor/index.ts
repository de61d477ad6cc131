export { createReport, type FindingReport, type Report, type TokenReport } from "./report";
export { renderTable, type TableOptions } from "./table";
