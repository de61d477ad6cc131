import { readdirSync } from "node:fs";
import { parse } from "yaml";
import { isRecord } from "../ghcr/http/json";
import { CannotRun } from "./explained";

/** Its file lies in every clone, so that it says nothing of who works there. */
const stackOfSandbox = "dev";

/** The stack that is meant where nobody says: the only one that has a file beside the sandbox's. */
export function ownStack(folder: string): string | undefined {
  const names = stacksWithFile(folder).filter((name) => name !== stackOfSandbox);
  const [only, ...more] = names;
  if (more.length === 0) return only;
  throw new CannotRun(`which stack is meant? name it: --stack ${names.join(", or --stack ")}`);
}

/** The same for what works on a stack that is there: the sandbox's is meant where it is alone. */
export function presentStack(folder: string): string | undefined {
  return ownStack(folder) ?? stacksWithFile(folder)[0];
}

function stacksWithFile(folder: string): readonly string[] {
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
