import { join, relative } from "node:path";
import type { Steps } from "../../ui/steps";
import { recognizeErrors } from "../../../core/denials";
import { isRecord } from "../../../core/http/json";
import { readToken } from "../../../core/tokens/format";
import { exitCodes } from "../../exitCodes";
import { CannotRun } from "../../errors";
import { renderDenials } from "../../ui/denialTable";
import type { Interruption } from "../../ui/interruption";
import {
  commandAfterRelease,
  continueCommand,
  nextLines,
  publishCommand,
  releaseCommand,
  type NextCommand,
} from "../../ui/next";
import { publishedLines, describeLocation } from "../push/report";
import { isBuilt, readOutputImages, readOutputPullRequests, readBackImages } from "../../readBack";
import { movedTagProblem } from "../../readBack/lines";
import { readOutputs, showPreview, showUp, type StackOptions } from "../../pulumi/pulumi";
import { parseConfig, stackFileName, readTextIfExists, defaultStack } from "../../pulumi/stackFile";
import { Stopped, type Terminal } from "../../ui/terminal";
import { findBuilder, createBuilder } from "./builder";
import type { InitArguments } from "./options";
import { scanFolders, type FolderScan } from "./scan/scanFolders";
import { findPrerequisites, type Prerequisites } from "./prerequisites";
import { makePlan, usesWorkflow, type Answers, type PlanResult } from "./settings/plan";
import { askChanges, askNext, type Next } from "./questions";
import type { Plan } from "./settings/settingsFile";
import {
  openStack,
  readStoredTokens,
  writeSettings,
  type OpenStack,
} from "./settings/settingsStep";
import { withoutPassword } from "./settings/stack";
import { sayWrapped } from "./sayWrapped";
import type { TokenTexts } from "./token/checkTokens";
import { plainValue, tokenStep, type Tokens } from "./token/tokenStep";

export interface InitContext {
  readonly steps: Steps;
  /** Undefined without a terminal. */
  readonly terminal: Terminal | undefined;
  readonly interruption: Interruption;
  /** Whether the stack or its file was changed. */
  hasWritten: boolean;
}

/** Writes the settings and secrets, runs a preview and an update. Returns the exit code. */
export async function initialize(options: InitArguments, context: InitContext): Promise<number> {
  const { steps, terminal, interruption } = context;
  steps.begin("Scan");
  const prerequisites = findPrerequisites(options.folders);
  const name = options.stack ?? defaultStack(prerequisites.program);
  const file = join(prerequisites.program, stackFileName(name));
  const priorText = readTextIfExists(file);
  const config = parseConfig(priorText, stackFileName(name)) ?? {};
  const scan = await scanFolders(prerequisites, options.repository);
  const found = scan.repositories.flatMap((each) => each.images);
  if (found.length === 0 && config["ghcr:repositories"] === undefined) {
    throw new CannotRun(
      `no Dockerfile below ${prerequisites.folders.join(", ")}; add one, or name another folder: npx pulumi-ghcr init FOLDER`,
    );
  }
  const builder = await findBuilder(prerequisites.environment);
  steps.done(describeScan(scan));

  steps.begin("Token");
  // Opening a stack can log in and create it, and settings that existed are kept in any case.
  context.hasWritten = priorText !== "";
  let opened =
    priorText === "" ? undefined : await openStack(prerequisites, name, options.backend, priorText);
  const stored = opened && (await readStoredTokens(opened.stack, file));
  const token = (answers: Answers, last?: Tokens): Promise<Tokens> =>
    takeToken(
      context,
      { options, prerequisites, stored, writesWorkflows: usesWorkflow(answers, builder) },
      last,
    );
  let tokens = await token(options);
  let answers: Answers = options;
  let base: string | undefined;
  for (;;) {
    steps.begin("Settings");
    const planned = await makePlan({ scan, answers, tokens, prerequisites, config, builder });
    for (const line of planned.skipped) sayWrapped(steps, `skipped: ${line}`);
    for (const line of planned.notes) sayWrapped(steps, line);
    opened ??= await openStack(prerequisites, name, options.backend, priorText);
    context.hasWritten = true;
    // Each round starts from the text before the first round.
    base ??= opened.fileText;
    const { plan } = planned;
    if (plan.builder !== undefined) await createBuilder(builder, prerequisites.environment);
    const changes = await writeSettings(
      opened,
      file,
      { before: base, plan, tokens },
      prerequisites,
    );
    for (const line of changes) steps.say(line);
    if (changes.length > 0) steps.say(`tags: ${describeTags(plan, config)}`);
    const shown = relative(process.cwd(), file);
    steps.done(changes.length === 0 ? `${shown} is up to date` : `written into ${shown}`);
    stopIfAsked(interruption);

    const preview = await runPulumiStep(context, "Preview", opened.stack, prerequisites);
    if (!preview.isDone) return reportFailure(context, opened, prerequisites);
    const publishing = { planned, tokens, prerequisites };
    if (preview.isUnchanged) {
      steps.begin("pulumi up");
      steps.done("not needed: nothing to change");
      return readBack(context, opened, publishing);
    }
    const next = await decideNext(options, context);
    if (next === "no") {
      steps.release();
      console.log(`Nothing was published. ${shown} keeps these settings.`);
      console.log(closingMessage(opened, prerequisites, [publishCommand(name)]));
      return 0;
    }
    if (next === "yes") return publish(context, opened, publishing);
    if (terminal !== undefined) {
      answers = await askChanges(terminal, answers, planned, scan, describeTags(plan, config));
    }
    if (usesWorkflow(answers, builder) && !tokens.writesWorkflows) {
      steps.back(3);
      steps.begin("Token");
      tokens = await token(answers, tokens);
    } else steps.back(2);
  }
}

/** Gets the token; changed answers can require more scopes than the last one was checked for. */
async function takeToken(
  { steps, terminal, interruption }: InitContext,
  {
    options: { isTokenOnInput },
    prerequisites: { api, registry, environment: variables },
    stored,
    writesWorkflows,
  }: {
    readonly options: InitArguments;
    readonly prerequisites: Prerequisites;
    readonly stored: TokenTexts | undefined;
    readonly writesWorkflows: boolean;
  },
  last: Tokens | undefined,
): Promise<Tokens> {
  const use = { api, registry, writesWorkflows };
  const step = { steps, terminal, isTokenOnInput, variables, stored, use };
  const tokens = await tokenStep(step, last);
  steps.say(describeToken(tokens));
  steps.done(`from ${tokens.from}`);
  stopIfAsked(interruption);
  return tokens;
}

/**
 * Runs a preview or an update, with Pulumi's output, followed by an explanation of the denials in
 * it.
 */
async function runPulumiStep(
  { steps, interruption }: InitContext,
  title: "Preview" | "pulumi up",
  stack: StackOptions,
  { registry }: Prerequisites,
): Promise<{ readonly isDone: boolean; readonly isUnchanged: boolean }> {
  steps.begin(title);
  const isPreview = title === "Preview";
  const command = isPreview ? "preview" : "up --yes --skip-preview";
  steps.say(`pulumi ${command} --stack ${stack.stack}`);
  steps.release();
  const { code, errors, isUnchanged } = isPreview
    ? await showPreview(stack, interruption)
    : await showUp(stack, interruption);
  if (code === 0 && interruption.exitCode === undefined) {
    steps.done(
      !isPreview ? "done" : isUnchanged ? "nothing to change" : "nothing is published yet",
    );
    return { isDone: true, isUnchanged };
  }
  const denials = recognizeErrors(errors, [registry]);
  if (denials.length > 0) console.log(`\n${renderDenials(denials, false)}\n`);
  if (interruption.exitCode === undefined)
    steps.fail("see Pulumi's output above; the settings are kept");
  else steps.done("interrupted; run init again to continue");
  return { isDone: false, isUnchanged: false };
}

async function decideNext(options: InitArguments, { steps, terminal }: InitContext): Promise<Next> {
  if (options.isConfirmed) return "yes";
  if (terminal === undefined) return "no";
  steps.release();
  return askNext(terminal);
}

interface Publishing {
  readonly planned: PlanResult;
  readonly tokens: Tokens;
  readonly prerequisites: Prerequisites;
}

async function publish(
  context: InitContext,
  opened: OpenStack,
  publishing: Publishing,
): Promise<number> {
  const { isDone } = await runPulumiStep(
    context,
    "pulumi up",
    opened.stack,
    publishing.prerequisites,
  );
  if (!isDone) return reportFailure(context, opened, publishing.prerequisites);
  return readBack(context, opened, publishing);
}

/** Prints how to continue after the problem that Pulumi reported is fixed. */
function reportFailure(
  { interruption }: InitContext,
  opened: OpenStack,
  prerequisites: Prerequisites,
): number {
  const { exitCode } = interruption;
  if (exitCode === undefined) {
    console.log(closingMessage(opened, prerequisites, [continueCommand(opened.stack.stack)]));
  }
  return exitCode ?? exitCodes.failed;
}

async function readBack(
  { steps, interruption }: InitContext,
  opened: OpenStack,
  { planned, tokens, prerequisites }: Publishing,
): Promise<number> {
  steps.begin("Read back");
  const outputs = await readOutputs(opened.stack);
  const username = planned.plan.username ?? planned.plan.owner;
  const read = await readBackImages(outputs, { username, token: plainValue(tokens.publisher) });
  const images = readOutputImages(outputs);
  const pullRequests = readOutputPullRequests(outputs);
  for (const line of publishedLines({ images, pullRequests, read })) steps.say(line);
  const problem = movedTagProblem(read);
  if (problem !== undefined) {
    steps.fail(problem);
    return 1;
  }
  const areBuilt = images.every(isBuilt);
  if (!areBuilt) for (const page of actionsPages(planned.plan)) steps.say(page);
  steps.done(
    areBuilt
      ? describeLocation(read, prerequisites.registry)
      : "GitHub builds the images when something is pushed there",
  );
  const { stack } = opened.stack;
  const first = commandAfterRelease(stack, images, pullRequests);
  const next = areBuilt ? [first, releaseCommand(stack, readVersion(opened))] : [first];
  console.log(closingMessage(opened, prerequisites, next));
  return interruption.exitCode ?? 0;
}

function stopIfAsked({ exitCode }: Interruption): void {
  if (exitCode !== undefined) throw new Stopped(exitCode);
}

/** The tags of images without tags of their own. */
function describeTags(plan: Plan, config: Readonly<Record<string, unknown>>): string {
  if (plan.tags !== undefined) return plan.tags.join(", ");
  const defaults = config["ghcr:defaults"];
  if (isRecord(defaults) && Array.isArray(defaults.tags)) return defaults.tags.join(", ");
  return "latest, and a release's version";
}

/** The page of each repository's workflow runs. */
function actionsPages({ owner, repositories }: Plan): readonly string[] {
  return repositories.map(({ name }) => `https://github.com/${owner}/${name}/actions`);
}

function describeScan({ repositories, isCut }: FolderScan): string {
  const images = repositories.flatMap((each) => each.images).length;
  const counted = [
    `${images} ${images === 1 ? "Dockerfile" : "Dockerfiles"}`,
    `${repositories.length} ${repositories.length === 1 ? "repository" : "repositories"}`,
  ].join(" in ");
  return isCut ? `${counted}; there were too many folders to search all` : counted;
}

/** The token's kind and fingerprint, and its account. */
function describeToken({ publisher, account }: Tokens): string {
  const reading = readToken(publisher);
  const token = "token" in reading ? String(reading.token) : "";
  return account === null ? token : `${token} of ${account}`;
}

/** The version in the settings, if any. */
function readVersion({ stack: { program, stack } }: OpenStack): string | undefined {
  const file = stackFileName(stack);
  const version = parseConfig(readTextIfExists(join(program, file)), file)?.["ghcr:version"];
  return typeof version === "string" ? version : undefined;
}

/** Where the stack is stored, and the next commands. */
function closingMessage(
  { stack, backend, passphrase }: OpenStack,
  { program }: Prerequisites,
  commands: readonly NextCommand[],
): string {
  const folder = program === process.cwd() ? undefined : relative(process.cwd(), program);
  return [
    `The stack '${stack.stack}' is stored at ${withoutPassword(backend)}`,
    ...nextLines(commands, { folder, passphrase }),
    ...(passphrase === undefined
      ? []
      : ["Keep a copy of the passphrase file: nothing else decrypts the stack's secrets."]),
  ].join("\n");
}
