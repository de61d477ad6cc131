import { join, relative } from "node:path";
import type { Steps } from "../../ui/steps";
import { recognizeErrors } from "../../../core/denials";
import { isRecord } from "../../../core/http/json";
import { readToken } from "../../../core/tokens/format";
import { exitCodes } from "../../exitCodes";
import { CannotRun } from "../../explained";
import { table } from "../../ui/explainTable";
import type { Interruption } from "../../ui/interruption";
import {
  afterRelease,
  goesOn,
  nextLines,
  publishes,
  releases,
  type NextCommand,
} from "../../ui/next";
import { publishedLines, whereTheyAre } from "../push/report";
import { outputImages, outputPullRequests, readBackImages } from "../../readBack";
import { strayTagProblem } from "../../readBack/lines";
import { readOutputs, showPreview, showUp, type StackOptions } from "../../pulumi/pulumi";
import { configIn, nameOfStackFile, textOf, usualStack } from "../../pulumi/stackFile";
import { Stopped, type Terminal } from "../../ui/terminal";
import { findBuilder, makeBuilder } from "./builder";
import type { InitArguments } from "./options";
import { look, type Seen } from "./look";
import { findPlace, type Place } from "./place";
import { makePlan, workflowOf, type Answered, type Planned } from "./plan";
import { askChanges, askNext, type Next } from "./questions";
import type { Plan } from "./settingsFile";
import { openStack, storedTokens, writeSettings, type Opened } from "./settingsStep";
import { withoutPassword } from "./stack";
import { tell } from "./tell";
import type { TokenTexts } from "./token";
import { plainValue, tokenStep, type Tokens } from "./tokenStep";

export interface Around {
  readonly steps: Steps;
  /** Nothing where nobody can be asked. */
  readonly terminal: Terminal | undefined;
  readonly interruption: Interruption;
  /** Whether the stack or its file is another than before. */
  hasWritten: boolean;
}

/** From nothing to a published image. Gives the exit code. */
export async function initialize(asked: InitArguments, around: Around): Promise<number> {
  const { steps, terminal, interruption } = around;
  steps.begin("Look");
  const place = findPlace(asked.folders);
  const name = asked.stack ?? usualStack(place.program);
  const file = join(place.program, nameOfStackFile(name));
  const before = textOf(file);
  const config = configIn(before, nameOfStackFile(name)) ?? {};
  const seen = await look(place, asked.repository);
  const found = seen.repositories.flatMap((each) => each.images);
  if (found.length === 0 && config["ghcr:repositories"] === undefined) {
    throw new CannotRun(
      `there is no Dockerfile below ${place.folders.join(", ")}; make one there, or name another folder: npx pulumi-ghcr init FOLDER`,
    );
  }
  const builder = await findBuilder(place.environment);
  steps.done(wordsOf(seen));

  steps.begin("Token");
  // To open a stack may log in and make it, and its settings stay in any case.
  around.hasWritten = before !== "";
  let opened = before === "" ? undefined : await openStack(place, name, asked.backend, before);
  const stored = opened && (await storedTokens(opened.stack, file));
  const token = (answers: Answered, last?: Tokens): Promise<Tokens> =>
    takeToken(
      around,
      { asked, place, stored, writesWorkflows: workflowOf(answers, builder) },
      last,
    );
  let tokens = await token(asked);
  let answers: Answered = asked;
  let base: string | undefined;
  for (;;) {
    steps.begin("Settings");
    const planned = await makePlan({ seen, answers, tokens, place, config, builder });
    for (const line of planned.leftOut) tell(steps, `not taken: ${line}`);
    for (const line of planned.notes) tell(steps, line);
    opened ??= await openStack(place, name, asked.backend, before);
    around.hasWritten = true;
    // Each round begins from what there was before the first.
    base ??= opened.seen;
    const { plan } = planned;
    if (plan.builder !== undefined) await makeBuilder(builder, place.environment);
    const changes = await writeSettings(opened, file, { before: base, plan, tokens }, place);
    for (const line of changes) steps.say(line);
    if (changes.length > 0) steps.say(`tags: ${tagsOf(plan, config)}`);
    const shown = relative(process.cwd(), file);
    steps.done(changes.length === 0 ? `${shown} says so already` : `written into ${shown}`);
    stopIfAsked(interruption);

    const preview = await update(around, "Preview", opened.stack, place);
    if (!preview.isDone) return broken(around, opened, place);
    const what = { planned, tokens, place };
    if (preview.isUnchanged) {
      steps.begin("pulumi up");
      steps.done("not needed: there is nothing to change");
      return readBack(around, opened, what);
    }
    const next = await whatNext(asked, around);
    if (next === "no") {
      steps.release();
      console.log(`Nothing was published. ${shown} keeps these settings.`);
      console.log(afterwards(opened, place, [publishes(name)]));
      return 0;
    }
    if (next === "yes") return publish(around, opened, what);
    if (terminal !== undefined) {
      answers = await askChanges(terminal, answers, planned, seen, tagsOf(plan, config));
    }
    if (workflowOf(answers, builder) && !tokens.writesWorkflows) {
      steps.back(3);
      steps.begin("Token");
      tokens = await token(answers, tokens);
    } else steps.back(2);
  }
}

/** The token, which after a change must perhaps do more than the last one was asked for. */
async function takeToken(
  { steps, terminal, interruption }: Around,
  {
    asked: { isTokenOnInput },
    place: { api, registry, environment: variables },
    stored,
    writesWorkflows,
  }: {
    readonly asked: InitArguments;
    readonly place: Place;
    readonly stored: TokenTexts | undefined;
    readonly writesWorkflows: boolean;
  },
  last: Tokens | undefined,
): Promise<Tokens> {
  const use = { api, registry, writesWorkflows };
  const step = { steps, terminal, isTokenOnInput, variables, stored, use };
  const tokens = await tokenStep(step, last);
  steps.say(shownToken(tokens));
  steps.done(`from ${tokens.from}`);
  stopIfAsked(interruption);
  return tokens;
}

/** A preview, or an update: shown as Pulumi shows it, and below what its refusals mean. */
async function update(
  { steps, interruption }: Around,
  title: "Preview" | "pulumi up",
  stack: StackOptions,
  { registry }: Place,
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
      !isPreview ? "done" : isUnchanged ? "nothing to change" : "nothing was published yet",
    );
    return { isDone: true, isUnchanged };
  }
  const refusals = recognizeErrors(errors, [registry]);
  if (refusals.length > 0) console.log(`\n${table(refusals, false)}\n`);
  if (interruption.exitCode === undefined) steps.fail("its own words are above, the settings stay");
  else steps.done("interrupted; the next init goes on");
  return { isDone: false, isUnchanged: false };
}

async function whatNext(asked: InitArguments, { steps, terminal }: Around): Promise<Next> {
  if (asked.isYes) return "yes";
  if (terminal === undefined) return "no";
  steps.release();
  return askNext(terminal);
}

interface Publishing {
  readonly planned: Planned;
  readonly tokens: Tokens;
  readonly place: Place;
}

async function publish(around: Around, opened: Opened, what: Publishing): Promise<number> {
  const { isDone } = await update(around, "pulumi up", opened.stack, what.place);
  if (!isDone) return broken(around, opened, what.place);
  return readBack(around, opened, what);
}

/** What stands goes on from there, once what Pulumi said is fixed. */
function broken({ interruption }: Around, opened: Opened, place: Place): number {
  const { exitCode } = interruption;
  if (exitCode === undefined) {
    console.log(afterwards(opened, place, [goesOn(opened.stack.stack)]));
  }
  return exitCode ?? exitCodes.failed;
}

async function readBack(
  { steps, interruption }: Around,
  opened: Opened,
  { planned, tokens, place }: Publishing,
): Promise<number> {
  steps.begin("Read back");
  const outputs = await readOutputs(opened.stack);
  const username = planned.plan.username ?? planned.plan.owner;
  const read = await readBackImages(outputs, { username, token: plainValue(tokens.publisher) });
  const images = outputImages(outputs);
  const pullRequests = outputPullRequests(outputs);
  for (const line of publishedLines({ images, pullRequests, read })) steps.say(line);
  const problem = strayTagProblem(read);
  if (problem !== undefined) {
    steps.fail(problem);
    return 1;
  }
  const isBuilt = images.every(({ pinned }) => pinned !== undefined);
  steps.done(isBuilt ? whereTheyAre(read, place.registry) : whereTheyAreBuilt(planned.plan));
  const { stack } = opened.stack;
  const first = afterRelease(stack, images, pullRequests);
  const next = isBuilt ? [first, releases(stack, versionOf(opened))] : [first];
  console.log(afterwards(opened, place, next));
  return interruption.exitCode ?? 0;
}

function stopIfAsked({ exitCode }: Interruption): void {
  if (exitCode !== undefined) throw new Stopped(exitCode);
}

/** What the images get where they say nothing themselves. */
function tagsOf(plan: Plan, config: Readonly<Record<string, unknown>>): string {
  if (plan.tags !== undefined) return plan.tags.join(", ");
  const defaults = config["ghcr:defaults"];
  if (isRecord(defaults) && Array.isArray(defaults.tags)) return defaults.tags.join(", ");
  return "latest, and a release's version";
}

/** GitHub's page of each repository's runs. */
function whereTheyAreBuilt({ owner, repositories }: Plan): string {
  const pages = repositories.map(({ name }) => `https://github.com/${owner}/${name}/actions`);
  return `GitHub builds them when something is pushed there: ${pages.join(" ")}`;
}

function wordsOf({ repositories, isCut }: Seen): string {
  const images = repositories.flatMap((each) => each.images).length;
  const counted = [
    `${images} ${images === 1 ? "Dockerfile" : "Dockerfiles"}`,
    `${repositories.length} ${repositories.length === 1 ? "repository" : "repositories"}`,
  ].join(" in ");
  return isCut ? `${counted}; there are so many folders that not all were looked into` : counted;
}

/** By its kind and its fingerprint. */
function shownToken({ publisher, account }: Tokens): string {
  const reading = readToken(publisher);
  const token = "token" in reading ? String(reading.token) : "";
  return account === null ? token : `${token} of ${account}`;
}

/** The version that the settings hold, if they hold one. */
function versionOf({ stack: { program, stack } }: Opened): string | undefined {
  const file = nameOfStackFile(stack);
  const version = configIn(textOf(join(program, file)), file)?.["ghcr:version"];
  return typeof version === "string" ? version : undefined;
}

/** What comes next, and what it takes. */
function afterwards(
  { stack, backend, passphrase }: Opened,
  { program }: Place,
  commands: readonly NextCommand[],
): string {
  const folder = program === process.cwd() ? undefined : relative(process.cwd(), program);
  return [
    `The stack '${stack.stack}' is kept at ${withoutPassword(backend)}`,
    ...nextLines(commands, { folder, passphrase }),
    ...(passphrase === undefined
      ? []
      : ["Keep a copy of the passphrase file: nothing else opens the stack's secrets."]),
  ].join("\n");
}
