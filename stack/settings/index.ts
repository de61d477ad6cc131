export { parseSettings, type ParsedSettings } from "./parseSettings";
export { readValue, type RawConfiguration } from "./rawConfiguration";
export { SettingsError } from "./problems";
export { readStoredTokens, type StoredToken } from "./secrets";
