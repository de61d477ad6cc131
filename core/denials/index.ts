export type { Denial, DenialKind, HostRule, Speaker } from "./denial";
export { findDenial, type FoundDenial } from "./find";
export { recognizeErrors } from "./recognizeErrors";
export { recognize, type Recognized, type RecognizeOptions } from "./recognize";
export { denials } from "./table";
