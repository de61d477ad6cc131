export type { Denial, DenialKind, HostRule, Speaker } from "./denial";
export { recognise, type Recognised, type RecogniseOptions } from "./recognise";
export { denials } from "./table";
