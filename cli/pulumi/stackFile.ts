import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { isRecord } from "../../core/http/json";
import { nearest } from "../../core/text/nearest";
import { CannotRun } from "../errors";

/** Its file lies in every clone, so that it says nothing of who works there. */
const sandboxStack = "dev";

/** What a stack is called that nobody named. */
const defaultName = "prod";

/** The stack that is meant where nobody says and one may be made: the one that has a file, or `prod`. */
export function defaultStack(folder: string): string {
  const names = userStacks(folder);
  const [only = defaultName, ...more] = names;
  if (more.length === 0) return only;
  if (names.includes(defaultName)) return defaultName;
  throw new CannotRun(`${ambiguityMessage(names)}, or a new one`);
}

/** The one that is meant of those that are there: the sandbox's only where it is alone. */
export function existingStack(folder: string): string | undefined {
  const names = userStacks(folder);
  const [only, ...more] = names;
  if (more.length === 0) return only ?? stacksWithFile(folder)[0];
  throw new CannotRun(ambiguityMessage(names));
}

function ambiguityMessage(names: readonly string[]): string {
  return `--stack is missing, and ${names.join(", ")} each have a file here; name one of them`;
}

function userStacks(folder: string): readonly string[] {
  return stacksWithFile(folder).filter((name) => name !== sandboxStack);
}

/** What to do where no stack is meant, or one that does not exist. */
export const howToChoose = "Select one with 'pulumi stack select NAME', or pass --stack NAME";

/** The stack with a file whose name is close to one that does not exist, to end a message with. */
export function suggestStack(folder: string, requested: string): string {
  const closest = nearest(requested.split("/").at(-1) ?? "", stacksWithFile(folder));
  return closest === undefined || closest === requested ? "" : `; did you mean ${closest}?`;
}

/** A stack's name for people: where no service keeps it, its organization is a mere word. */
export function shortStack(name: string): string {
  return name.replace(/^organization\/[^/]+\//, "");
}

function stacksWithFile(folder: string): readonly string[] {
  return readdirSync(folder)
    .flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? [])
    .sort();
}

/** A stack's file. Of a stack's whole name Pulumi takes the last part. */
export function stackFileName(stack: string): string {
  return `Pulumi.${stack.split("/").at(-1) ?? ""}.yaml`;
}

/** A file's text; an empty one where no such file. */
export function readTextIfExists(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** What a stack's file sets; nothing where it sets nothing. */
export function parseConfig(
  text: string,
  file: string,
): Readonly<Record<string, unknown>> | undefined {
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new CannotRun(`${file} is not YAML: ${reason}`);
  }
  const config = isRecord(parsed) ? parsed.config : undefined;
  return isRecord(config) ? config : undefined;
}
