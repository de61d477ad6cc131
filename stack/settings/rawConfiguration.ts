import type { Variables } from "../../core/process/environment";

/** A stack's configuration from Pulumi or the stack's file, before validation. */
export interface RawConfiguration {
  /** The settings, by full key: `ghcr:owner`. */
  readonly settings: Readonly<Record<string, RawSetting>>;
  /** The environment's variables, some of which stand in for a key that is not set. */
  readonly environment: Variables;
  /** The project's name, which Pulumi puts before a key without a namespace. */
  readonly project?: string;
}

/** The value of a key. */
export interface RawSetting {
  /**
   * Pulumi's own form is text, with maps as JSON; a file's form is what its YAML holds. Both have
   * the same meaning. Undefined where the value is encrypted and was not decrypted.
   */
  readonly value: unknown;
  /** Whether it is stored encrypted, entirely or in part. */
  readonly isSecret: boolean;
}

/** The settings that are text; the others are maps, which Pulumi passes on as JSON. */
const textNames: readonly string[] = [
  ...["owner", "registry", "username", "pullUsername", "preflight", "version"],
];

/** Whether a setting is text, and not a map. */
export function isTextSetting(name: string): boolean {
  return textNames.includes(name);
}

/** The value of a setting, by its name below `ghcr:`; undefined where it is not set. */
export function readValue({ settings }: Pick<RawConfiguration, "settings">, name: string): unknown {
  const value = settings[`ghcr:${name}`]?.value;
  if (isTextSetting(name)) return value === undefined ? undefined : toText(value);
  if (typeof value !== "string") return value;
  if (value.trim() === "") return null;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** A value in the text form that Pulumi passes to its programs. */
function toText(value: unknown): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
