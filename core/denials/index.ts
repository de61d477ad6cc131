export type { Denial, DenialKind, HostRule, Speaker } from "./denial";
export { findDenial, type FoundDenial } from "./find";
export { knownRefusals } from "./knownRefusals";
export { recognise, type Recognised, type RecogniseOptions } from "./recognise";
export { denials } from "./table";
