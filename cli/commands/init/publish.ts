import { join } from "node:path";
import { parseConfig, readTextIfExists, stackFileName } from "../../pulumi/stackFile";
import { readOutputs } from "../../pulumi/pulumi";
import { isBuilt, readBackImages, readOutputImages, readOutputPullRequests } from "../../readBack";
import { movedTagProblem } from "../../readBack/lines";
import { exitCodes } from "../../exitCodes";
import {
  commandAfterRelease,
  continueCommand,
  mirrorsCommand,
  releaseCommand,
} from "../../ui/next";
import { describeLocation, publishedLines } from "../push/report";
import { closingMessage } from "./closing";
import { findFirstPushes, workflowCommands, type FirstPush } from "./firstPush";
import { packageLines, readPublishedPackages } from "./packages";
import type { InitContext } from "./context";
import type { Prerequisites } from "./prerequisites";
import { runPulumiStep } from "./pulumiStep";
import { hasEntries, type PlanResult } from "./settings/plan";
import type { Plan } from "./settings/settingsFile";
import type { OpenStack } from "./settings/settingsStep";
import { plainValue, type Tokens } from "./token/tokenStep";

export interface Publishing {
  readonly planned: PlanResult;
  readonly tokens: Tokens;
  readonly prerequisites: Prerequisites;
}

export async function publish(
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
export function reportFailure(
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

export async function readBack(
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
  const config = readSettings(opened);
  const { program, api } = prerequisites;
  const apiHost = new URL(api).host;
  const pushes = await findFirstPushes(planned.plan, { program, apiHost, config });
  if (!areBuilt) for (const page of actionsPages(planned.plan)) steps.say(page);
  steps.done(areBuilt ? describeLocation(read, prerequisites.registry) : describeBuilds(pushes));
  const built = images
    .filter(isBuilt)
    .flatMap(({ image, tags: [reference] }) =>
      reference === undefined ? [] : [{ image, reference }],
    );
  const access = { api: prerequisites.api, token: plainValue(tokens.publisher) };
  const published = await readPublishedPackages(built, access);
  for (const line of packageLines(published)) console.log(line);
  const { stack } = opened.stack;
  const first = commandAfterRelease(stack, images, pullRequests);
  const push = pushes.flatMap(({ commands }) => commands);
  // A version is published of images that are built, not of mirrors.
  const release = hasEntries(outputs.repositories)
    ? releaseCommand(stack, readVersion(config))
    : mirrorsCommand(stack);
  const next = areBuilt
    ? [first, release, ...push]
    : [...push, ...workflowCommands(stack, pushes), first];
  console.log(closingMessage(opened, prerequisites, next));
  return interruption.exitCode ?? 0;
}

/** The page of each repository's workflow runs. */
function actionsPages({ owner, repositories }: Plan): readonly string[] {
  return repositories.map(({ name }) => `https://github.com/${owner}/${name}/actions`);
}

function describeBuilds(pushes: readonly FirstPush[]): string {
  const when =
    pushes.length === 0 ? "when something is pushed there" : "after your first push and an update";
  return `GitHub builds the images ${when}`;
}

function readSettings({ stack: { program, stack } }: OpenStack): Readonly<Record<string, unknown>> {
  const file = stackFileName(stack);
  return parseConfig(readTextIfExists(join(program, file)), file) ?? {};
}

/** The version in the settings, if any. */
function readVersion({ "ghcr:version": version }: Readonly<Record<string, unknown>>) {
  return typeof version === "string" ? version : undefined;
}
