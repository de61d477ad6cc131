export { adviceOnSize, type ContextSize } from "./contextSize";
export { type SourceFacts, type SourcePaths } from "./git";
export { Sources, type SourceLook } from "./sources";
export { atMost } from "./limit";
