import { readdirSync } from "node:fs";
import { parse } from "yaml";
import { isRecord } from "../ghcr/http/json";
import { CannotRun } from "./explained";

/** The stacks that have a file in a folder. */
export function stacksWithFile(folder: string): readonly string[] {
  return readdirSync(folder)
    .flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? [])
    .sort();
}

/** A stack's file. Of a stack's whole name Pulumi takes the last part. */
export function nameOfStackFile(stack: string): string {
  return `Pulumi.${stack.split("/").at(-1) ?? ""}.yaml`;
}

/** What a stack's file sets; nothing where it sets nothing. */
export function configIn(
  text: string,
  file: string,
): Readonly<Record<string, unknown>> | undefined {
  let read: unknown;
  try {
    read = parse(text);
  } catch (error) {
    const [why = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new CannotRun(`${file} is not YAML: ${why}`);
  }
  const config = isRecord(read) ? read.config : undefined;
  return isRecord(config) ? config : undefined;
}
