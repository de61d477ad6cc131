export { adviceOnSize, type ContextSize } from "./contextSize";
export { findRepositoryRoot, type SourceFacts, type SourcePaths } from "./git";
export { Sources, type ObservedSource } from "./sources";
export { limitConcurrency } from "./limit";
export { type MissingPath } from "./missing";
