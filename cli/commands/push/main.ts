import { recognizeErrors } from "../../../core/denials";
import { wouldMove } from "../../../core/registry/releases";
import { exitCodes } from "../../exitCodes";
import { CannotRun, UserError } from "../../errors";
import { renderDenials } from "../../ui/denialTable";
import { Steps } from "../../ui/steps";
import { Interruption } from "../../ui/interruption";
import { commandAfterRelease, nextLines } from "../../ui/next";
import {
  readPushOptions,
  type PushFlags,
  type PushOptions,
  type RequestedVersion,
} from "./options";
import { authenticationStep } from "./authentication";
import { interruptedMessage, pushJson, type PushFacts } from "./json";
import { plannedReferences, withVersion } from "./dryRun";
import { otherWays, releaseStep } from "./release";
import { isVersion, createReport, describeVersionChange } from "./report";
import { readPushStack, setVersion, readPriorUpdate, type PushStack } from "./stack";
import { readOutputImages, readOutputPullRequests, readBackImages } from "../../readBack";
import { requireWorkflowImages } from "./workflowImages";
import { reportProblems } from "../../reportProblems";
import { findStack } from "../../pulumi/findStack";
import { findPassphrase } from "../../pulumi/passphrase";
import { readOutputs, showPreview, showUp, type StackOptions } from "../../pulumi/pulumi";
import { shortStack } from "../../pulumi/stackFile";
import { openTerminal, Stopped } from "../../ui/terminal";
import { reportErrors, reportInterruption } from "../../ui/reportErrors";

/**
 * Publishes a version: writes it into the stack's settings, runs an ordinary `pulumi up`, and reads
 * back what was pushed. The next plain `pulumi up` keeps the version.
 */
export async function main(version: string | undefined, flags: PushFlags): Promise<number> {
  const options = readPushOptions(version, flags);
  if ("problems" in options) return reportProblems("push", options.problems, flags.json);
  const steps = new RecordingSteps(options.isDryRun ? 4 : 5, process.stderr);
  const facts: PartialFacts = "tag" in options.version ? { tag: options.version.tag } : {};
  const exitCode = await reportErrors(steps, async () => {
    const interruption = new Interruption();
    try {
      return await reportInterruption(
        interruption,
        () => {
          reportInterrupted(steps);
        },
        () => push(steps, options, interruption, facts),
      );
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      reportInterrupted(steps);
      return interruption.exitCode ?? error.exitCode;
    } finally {
      interruption.close();
    }
  });
  if (options.isJson) {
    const result = pushJson({ ...facts, exitCode, problems: steps.problems });
    console.log(JSON.stringify(result, null, 2));
  }
  return exitCode;
}

/** The facts collected so far. */
type PartialFacts = { -readonly [Name in keyof PushFacts]?: PushFacts[Name] };

class RecordingSteps extends Steps {
  readonly problems: string[] = [];

  override fail(result: string): void {
    this.problems.push(result);
    super.fail(result);
  }
}

function reportInterrupted(steps: Steps): void {
  steps.done(interruptedMessage);
}

async function push(
  steps: Steps,
  { version, stack: requested, isForced, allowsDirty, isDryRun, isJson }: PushOptions,
  interruption: Interruption,
  facts: PartialFacts,
): Promise<number> {
  const { stack, release, priorDigests } = await stackStep(steps, requested, version, isForced);
  const { tag, registry } = release;
  Object.assign(facts, { tag, stack: stack.stack, registry } satisfies PartialFacts);

  await authenticationStep(steps, stack, release);
  // A program that reads JSON cannot answer.
  const terminal = isJson ? undefined : openTerminal(interruption.questionSignal);
  const options = { priorDigests, allowsDirty, terminal, isDryRun };
  const built = await releaseStep(steps, stack, release, options);

  steps.begin(isDryRun ? "pulumi preview" : "pulumi up");
  const received = interruption.exitCode;
  if (received !== undefined) {
    reportInterrupted(steps);
    return received;
  }
  // With --json, the standard output holds only the result.
  const screen = isJson ? process.stderr : process.stdout;
  if (isDryRun) {
    facts.planned = plannedReferences(built, tag);
    return preview(steps, stack, release, interruption, screen, facts);
  }
  const change = describeVersionChange(release.version, tag);
  await setVersion(stack, tag);
  steps.say(
    `ghcr:version is ${tag}\npulumi up --stack ${shortStack(stack.stack)} --yes --skip-preview`,
  );
  steps.release();
  const { code, errors, hasBegun } = await showUp(stack, interruption, screen);
  if (code !== 0) {
    const denials = recognizeErrors(errors, [registry]);
    facts.denials = denials;
    if (denials.length > 0) screen.write(`\n${renderDenials(denials, false)}\n\n`);
    const isStopped = errors.includes(wouldMove);
    // If the update did not begin, as on a locked stack, the previous version is restored.
    if (!hasBegun || isStopped) await setVersion(stack, release.version);
    steps.fail(
      isStopped
        ? stopMessage(stack, release)
        : hasBegun
          ? failureMessage(stack, change)
          : "pulumi up did not begin; nothing was changed",
    );
    return interruption.exitCode ?? exitCodes.failed;
  }
  steps.done(change);
  if (interruption.exitCode !== undefined) return interruption.exitCode;
  const exitCode = await readBackStep(steps, stack, release, facts);
  if (exitCode === exitCodes.success && !isJson) console.log(nextText(stack, facts));
  return exitCode;
}

/** Shows what the version would change, and the references that each image would get. */
async function preview(
  steps: Steps,
  stack: StackOptions,
  { tag, registry }: PushStack,
  interruption: Interruption,
  screen: NodeJS.WriteStream,
  facts: PartialFacts,
): Promise<number> {
  steps.say(`pulumi preview --stack ${shortStack(stack.stack)}, with ghcr:version: ${tag}`);
  steps.release();
  const { code, errors } = await withVersion(stack, tag, (file) =>
    showPreview(stack, interruption, screen, file),
  );
  if (code !== 0) {
    facts.denials = recognizeErrors(errors, [registry]);
    steps.fail("pulumi preview failed; see its output above. Nothing was changed.");
    return interruption.exitCode ?? exitCodes.failed;
  }
  steps.done("nothing was changed");
  for (const [image, references] of Object.entries(facts.planned ?? {})) {
    screen.write(`${image}: ${references.join(", ")}\n`);
  }
  return interruption.exitCode ?? exitCodes.success;
}

function nextText(stack: StackOptions, { images = [], pullRequests = {} }: PartialFacts): string {
  const command = commandAfterRelease(shortStack(stack.stack), images, pullRequests);
  return nextLines([command], { passphrase: findPassphrase(stack) }).join("\n");
}

/** Reads the stack. Any problem with it means that the command could not run. */
async function stackStep(
  steps: Steps,
  requested: string | undefined,
  version: RequestedVersion,
  isForced: boolean,
): Promise<{
  readonly stack: StackOptions;
  readonly release: PushStack;
  readonly priorDigests: readonly string[];
}> {
  steps.begin("Stack");
  try {
    const found = await findStack(requested);
    const stack = isForced ? withMovableReleases(found) : found;
    const release = await readPushStack(stack, version);
    requireVersionTag(release);
    await requireWorkflowImages(stack, release);
    const { unfinished, digests: priorDigests } = await readPriorUpdate(stack);
    requireFinishedUpdate(unfinished, stack);
    const count = release.packages.length;
    const images = ["no image", "an image"][count] ?? `${count} images`;
    steps.done(`${shortStack(stack.stack)}, with ${images} to push`);
    return { stack, release, priorDigests };
  } catch (error) {
    throw error instanceof UserError ? new CannotRun(error.message) : error;
  }
}

/** The stack, for one update that may move the tags of a published version. */
function withMovableReleases(stack: StackOptions): StackOptions {
  return { ...stack, environment: { ...stack.environment, GHCR_RELEASES: "movable" } };
}

/** Fails if no image would get the version as a tag. */
function requireVersionTag({ tag, followsVersion, tagRules }: PushStack): void {
  if (followsVersion !== false || tagRules.some((rule) => isVersion(rule, tag))) return;
  throw new UserError(
    `no image gets the tag ${tag}: the tags in the settings are ${tagRules.join(", ")}. '{{tag}}' stands for the version; for example, write tags: [latest, "{{tag}}"]. Nothing was changed.`,
  );
}

function requireFinishedUpdate(
  pending: readonly string[],
  { stack: fullName }: StackOptions,
): void {
  if (pending.length === 0) return;
  const stack = shortStack(fullName);
  throw new UserError(
    [
      `An earlier update of ${stack} was interrupted, and Pulumi does not know the outcome of:`,
      ...pending.map((each) => `  - ${each}`),
      `Run 'npx pulumi refresh --stack ${stack}', which asks about each, then push again. Nothing was changed.`,
    ].join("\n"),
  );
}

function failureMessage({ stack }: StackOptions, change: string): string {
  return `pulumi up failed; see its output above. ${change}. To continue:\nnpx pulumi up --stack ${shortStack(stack)}`;
}

/** If the update itself stopped, because an image of a published version has changed. */
function stopMessage(stack: StackOptions, release: PushStack): string {
  const { tag, version } = release;
  return [
    `pulumi up stopped: ${tag} is already published, and an image has changed since then; see the output above. ghcr:version is ${version ?? "not set"}, as before.`,
    ...otherWays(stack, release),
  ].join("\n");
}

async function readBackStep(
  steps: Steps,
  stack: StackOptions,
  { tag, registry, username, token, followsVersion = false }: PushStack,
  facts: PartialFacts,
): Promise<number> {
  steps.begin("Read back");
  const login = { username, token: token.reveal() };
  const outputs = await readOutputs(stack);
  const images = readOutputImages(outputs);
  facts.images = images;
  const pullRequests = readOutputPullRequests(outputs);
  facts.pullRequests = pullRequests;
  const read = await readBackImages(outputs, login);
  facts.read = read;
  const { lines, problem, result } = createReport({
    tag,
    registry,
    images,
    pullRequests,
    read,
    followsVersion,
  });
  for (const line of lines) steps.say(line);
  if (problem === undefined) steps.done(result);
  else steps.fail(problem);
  return problem === undefined ? exitCodes.success : exitCodes.failed;
}
