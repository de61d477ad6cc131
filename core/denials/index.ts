export type { Denial } from "./denial";
export { findDenial } from "./find";
export { pageOf } from "./page";
export { recognizeErrors } from "./recognizeErrors";
export { recognize, type RecognizedDenial } from "./recognize";
export { denials } from "./table";
