export type { Denial, DenialKind, HostRule, MessageSource } from "./denial";
export { findDenial, type FoundDenial } from "./find";
export { pageOf } from "./page";
export { recognizeErrors } from "./recognizeErrors";
export { recognize, type RecognizedDenial, type RecognizeOptions } from "./recognize";
export { denials } from "./table";
