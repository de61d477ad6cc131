import { join, relative } from "node:path";
import { isRecord } from "../../../core/http/json";
import { readToken } from "../../../core/tokens/format";
import { publishCommand } from "../../ui/next";
import { parseConfig, stackFileName, readTextIfExists, defaultStack } from "../../pulumi/stackFile";
import { chooseSource } from "./chooseSource";
import { findBuilder, createBuilder } from "./builder";
import { closingMessage } from "./closing";
import { stopIfAsked, type InitContext } from "./context";
import type { InitArguments } from "./options";
import { publish, readBack, reportFailure } from "./publish";
import { runPulumiStep } from "./pulumiStep";
import type { FolderScan } from "./scan/scanFolders";
import { findPrerequisites, type Prerequisites } from "./prerequisites";
import { hasEntries, makePlan, usesWorkflow, type Answers } from "./settings/plan";
import { askChanges, askMirrorChanges, askNext, askOwner, type Next } from "./questions";
import type { Plan } from "./settings/settingsFile";
import { getStoredTokens, openStack, writeSettings } from "./settings/settingsStep";
import { sayWrapped } from "./sayWrapped";
import type { TokenTexts } from "./token/checkTokens";
import { tokenStep, type Tokens } from "./token/tokenStep";

/** Writes the settings and secrets, runs a preview and an update. Returns the exit code. */
export async function initialize(options: InitArguments, context: InitContext): Promise<number> {
  const { steps, terminal, interruption } = context;
  steps.begin("Scan");
  const prerequisites = await findPrerequisites(options);
  const name = options.stack ?? defaultStack(prerequisites.program);
  const file = join(prerequisites.program, stackFileName(name));
  const priorText = readTextIfExists(file);
  const config = parseConfig(priorText, stackFileName(name)) ?? {};
  const { scan, notes, ...chosen } = await chooseSource(options, prerequisites, context);
  let { answers } = chosen;
  for (const line of notes) sayWrapped(steps, line);
  const builder = await findBuilder(prerequisites.environment);
  steps.done(describeScan(scan, answers));

  steps.begin("Token");
  // Opening a stack can log in and create it, and settings that existed are kept in any case.
  context.hasWritten = priorText !== "";
  let opened =
    priorText === "" ? undefined : await openStack(prerequisites, name, options.backend, priorText);
  const administers = scan.repositories.length > 0 || isAdministered(config);
  const stored = opened && getStoredTokens(opened, { administers });
  const token = (answers: Answers, last?: Tokens): Promise<Tokens> => {
    const writesWorkflows = administers && usesWorkflow(answers, builder);
    const input = { options, prerequisites, stored, administers, writesWorkflows };
    return takeToken(context, input, last);
  };
  let tokens = await token(answers);
  if (terminal !== undefined && !isOwnerKnown(answers, config, scan)) {
    answers = { ...answers, owner: await askOwner(terminal, tokens.account) };
  }
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
    if (changes.length > 0 && plan.repositories.length > 0) {
      steps.say(`tags: ${describeTags(plan, config)}`);
    }
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
      answers =
        plan.repositories.length === 0
          ? await askMirrorChanges(terminal, answers, planned)
          : await askChanges(terminal, answers, planned, scan, describeTags(plan, config));
    }
    if (administers && usesWorkflow(answers, builder) && !tokens.writesWorkflows) {
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
    administers,
    writesWorkflows,
  }: {
    readonly options: InitArguments;
    readonly prerequisites: Prerequisites;
    readonly stored: TokenTexts | undefined;
    readonly administers: boolean;
    readonly writesWorkflows: boolean;
  },
  last: Tokens | undefined,
): Promise<Tokens> {
  const use = { api, registry, administers, writesWorkflows };
  const step = { steps, terminal, isTokenOnInput, variables, stored, use };
  const tokens = await tokenStep(step, last);
  steps.say(describeToken(tokens));
  steps.done(`from ${tokens.from}`);
  stopIfAsked(interruption);
  return tokens;
}

async function decideNext(options: InitArguments, { steps, terminal }: InitContext): Promise<Next> {
  if (options.isConfirmed) return "yes";
  if (terminal === undefined) return "no";
  steps.release();
  return askNext(terminal);
}

/** The tags of images without tags of their own. */
function describeTags(plan: Plan, config: Readonly<Record<string, unknown>>): string {
  if (plan.tags !== undefined) return plan.tags.join(", ");
  const defaults = config["ghcr:defaults"];
  if (isRecord(defaults) && Array.isArray(defaults.tags)) return defaults.tags.join(", ");
  return "latest, and a release's version";
}

function describeScan(
  { repositories, isCut, isAssumed = false }: FolderScan,
  { mirrors }: Answers,
): string {
  const images = repositories.flatMap((each) => each.images).length;
  const noun = isAssumed ? "image" : "Dockerfile";
  const built = [
    `${images} ${images === 1 ? noun : `${noun}s`}`,
    `${repositories.length} ${repositories.length === 1 ? "repository" : "repositories"}`,
  ].join(" in ");
  const counted = [
    ...(images === 0 ? [] : [built]),
    ...(mirrors === undefined ? [] : [`${mirrors.length} to mirror`]),
  ].join(", ");
  return isCut ? `${counted}; there were too many folders to search all` : counted;
}

/** Whether a stack has something that another token administers. */
function isAdministered(config: Readonly<Record<string, unknown>>): boolean {
  return hasEntries(config["ghcr:repositories"]) || config["ghcr:stackWorkflow"] !== undefined;
}

/** Mirrors belong to no repository whose owner could be theirs. */
function isOwnerKnown(
  { owner }: Answers,
  config: Readonly<Record<string, unknown>>,
  { repositories }: FolderScan,
): boolean {
  return owner !== undefined || config["ghcr:owner"] !== undefined || repositories.length > 0;
}

/** The token's kind and fingerprint, and its account. */
function describeToken({ publisher, account }: Tokens): string {
  const reading = readToken(publisher);
  const token = "token" in reading ? String(reading.token) : "";
  return account === null ? token : `${token} of ${account}`;
}
