export { parseSettings, type ParsedSettings, type ProblemLine } from "./parseSettings";
export { readValue, type RawConfiguration } from "./rawConfiguration";
export { SettingsError } from "./problems";
