export { adviceOnSize, measureContext, type ContextSize } from "./contextSize";
export { readSource, type SourceFacts, type SourcePaths } from "./git";
