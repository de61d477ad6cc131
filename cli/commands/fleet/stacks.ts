import { z } from "zod";
import { limitConcurrency } from "../../../core/source";
import { withoutTokens } from "../../../core/tokens/redact";
import type { DesiredRepository, DesiredStack } from "../../../stack/model";
import { findNewRepositories } from "../../../stack/preflight/checks/newRepositories";
import { parseSettings, SettingsError } from "../../../stack/settings";
// Not through stack/state, which loads all of Pulumi to ask a running engine: 0.7 s.
import { priorState } from "../../../stack/state/priorState";
import { storedResources } from "../../../stack/state/resources";
import { CannotRun, UserError } from "../../errors";
import type { StackOptions } from "../../pulumi/pulumi";
import { runPulumi, type PulumiContext } from "../../pulumi/runPulumi";
import { readConfigurationAndState } from "../../pulumi/settings";
import { userStacks } from "../../pulumi/stackFile";

/** A stack to update. */
export interface FleetStack {
  readonly options: StackOptions;
  /** Its name without the organization and the project. */
  readonly name: string;
  readonly desired: DesiredStack<"admin">;
  /** The repositories that its update will create. */
  readonly newRepositories: readonly DesiredRepository[];
  /** When its repositories were created, in milliseconds. */
  readonly creationTimes: readonly number[];
}

/** Finds the program's stacks whose names match a pattern, in alphabetical order. */
export async function findStacks(
  context: PulumiContext,
  patterns: readonly string[],
): Promise<readonly StackOptions[]> {
  const { stdout } = await runPulumi(context, ["stack", "ls", "--json"]);
  const stacks = z
    .array(z.object({ name: z.string() }))
    .parse(JSON.parse(stdout))
    .map(({ name }) => name)
    .sort();
  const existing = stacks.map(lastPart);
  const known = [...new Set([...existing, ...userStacks(context.program)])];
  const unmatched = patterns.filter((pattern) => !known.some((name) => matches(name, [pattern])));
  const missing = known.filter((name) => matches(name, patterns) && !existing.includes(name));
  const problems = [
    ...unmatched.map(
      (pattern) =>
        `--stacks: no stack matches '${pattern}'; there are: ${known.join(", ") || "none"}`,
    ),
    ...missing.map(
      (name) =>
        `${name}: the stack has a settings file, but does not exist; create it: npx pulumi stack init ${name}`,
    ),
  ];
  if (problems.length > 0) throw new CannotRun(withoutTokens(problems.join("\n")));
  return stacks
    .filter((stack) => matches(lastPart(stack), patterns))
    .map((stack) => ({ ...context, stack }));
}

function lastPart(stack: string): string {
  return stack.split("/").at(-1) ?? stack;
}

function matches(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(name);
  });
}

/** Limits the concurrent Pulumi commands. */
const maxConcurrent = 4;

const stateSchema = z.object({
  deployment: z.object({ resources: storedResources.nullish() }).nullish(),
});

/** Reads the settings and the state of all stacks; throws the problems of all of them at once. */
export async function readStacks(stacks: readonly StackOptions[]): Promise<readonly FleetStack[]> {
  const limit = limitConcurrency(maxConcurrent);
  const read = await Promise.all(stacks.map((stack) => limit(() => readStack(stack))));
  const problems = read.flatMap((each) => (typeof each === "string" ? [each] : []));
  if (problems.length > 0) throw new CannotRun(problems.join("\n"));
  return read.flatMap((each) => (typeof each === "string" ? [] : [each]));
}

/** Returns the stack, or its problems. */
async function readStack(options: StackOptions): Promise<FleetStack | string> {
  const name = lastPart(options.stack);
  try {
    const { raw, exported } = await readConfigurationAndState(options);
    const parsed = parseSettings(raw, ["admin", "publish"]);
    if ("problems" in parsed) return `${name}: ${new SettingsError(parsed.problems).message}`;
    const { stack: desired } = parsed;
    const { deployment } = stateSchema.parse(exported);
    const resources = deployment?.resources ?? [];
    const prior = priorState(resources);
    const created = findNewRepositories(desired, prior, { repositories: undefined });
    return {
      ...{ options, name, desired },
      newRepositories: desired.repositories.filter((each) => created.has(each.name)),
      creationTimes: resources
        .filter(({ type }) => type === "github:index/repository:Repository")
        .flatMap(({ created: time }) => (time == null ? [] : [Date.parse(time)])),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${name}: ${error.message}`;
  }
}
