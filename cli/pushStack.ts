import { z } from "zod";
import { onPath, run } from "../engine/child";
import { knownRefusals } from "../ghcr/denials";
import { isRecord, parseJson } from "../ghcr/http/json";
import { ownerProblem, packageProblem, registryProblem, wholeNameProblem } from "../ghcr/names";
import { packageReference, type Reference } from "../ghcr/reference";
import { needsVersion } from "../ghcr/tagRules";
import type { Token } from "../ghcr/token";
import { readToken } from "../ghcr/tokenText";
import { withoutTokens } from "../ghcr/tokenWords";
import { writtenOut } from "../settings/shortForms";
import { Explained } from "./explained";
import { withPassphrase } from "./passphrase";
import { noPulumi, type StackOptions } from "./pulumi";
import { meantStack, presentStack } from "./stackFile";
import { variable } from "./variables";

/** What a release needs to know of a stack before it begins. */
export interface PushStack {
  readonly registry: string;
  readonly username: string;
  readonly token: Token;
  /** Where the token was found, as its owner knows it. */
  readonly tokenFrom: string;
  /** What this stack pushes itself: no image that a workflow builds. */
  readonly packages: readonly Reference[];
  /** Whether any image's tags are made of the version; nothing where the settings name no image. */
  readonly followsVersion: boolean | undefined;
  /** The tags and rules that the settings write. */
  readonly tagRules: readonly string[];
  /** The version that the settings hold now. */
  readonly version: string | undefined;
}

const configSchema = z.record(z.string(), z.object({ value: z.string().optional() }));

/** The settings that say what is published, as they are written; nothing in them is checked yet. */
export interface WrittenImages {
  readonly repositories: unknown;
  readonly mirrors: unknown;
  readonly defaults: unknown;
}

/**
 * The names of what the stack pushes itself: its images, but those that a workflow builds, and its
 * mirrors. Names that no package can have are left out: the program tells them with all else.
 */
export function pushedNames(
  written: WrittenImages,
  { registry, owner }: { readonly registry: string; readonly owner: string },
): readonly string[] {
  const images = imagesIn(written).flatMap(({ name, settings }) =>
    settings.build === "actions" ? [] : [name],
  );
  return [...images, ...Object.keys(recordOf(written.mirrors))].filter(
    (name) =>
      (packageProblem(name) ?? wholeNameProblem(registry, `${owner}/${name}`)) === undefined,
  );
}

/** Whether any image's tags are made of the version, as they are where nobody wrote any. */
export function anyFollowsVersion(written: WrittenImages): boolean | undefined {
  const images = imagesIn(written);
  if (images.length === 0) return undefined;
  return (
    images.some(({ settings: { tags } }) => !Array.isArray(tags) && tags === undefined) ||
    needsVersion(tagRulesIn(written))
  );
}

/** The tags and rules that are written for any image. */
function tagRulesIn(written: WrittenImages): readonly string[] {
  return imagesIn(written).flatMap(({ settings: { tags } }) =>
    Array.isArray(tags) ? tags.filter((each): each is string => typeof each === "string") : [],
  );
}

/** Each image with its settings: its own, and what the defaults say where it is silent. */
function imagesIn(written: WrittenImages): readonly {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}[] {
  // Who builds an image may be said by its repository's workflow.
  const { repositories, defaults } = writtenOut({ ...written });
  return Object.values(recordOf(repositories)).flatMap((repository) =>
    Object.entries(recordOf(recordOf(repository).images)).map(([name, own]) => ({
      name,
      settings: { ...recordOf(defaults), ...recordOf(own) },
    })),
  );
}

/** A map; whatever else stands there, as a text for its short form, has nothing in it for us. */
function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/**
 * Reads what a release needs of the stack's settings. The program itself checks them all; here only
 * what is needed must be right.
 */
export async function readPushStack(stack: StackOptions): Promise<PushStack> {
  const config = configSchema.parse(JSON.parse(await ask(stack, ["config", "--json"])));
  const setting = (key: string, fallback?: string): string | undefined =>
    config[key]?.value ??
    (fallback === undefined ? undefined : variable(stack.environment, fallback));

  const registry = setting("ghcr:registry", "GHCR_REGISTRY") ?? "ghcr.io";
  const wrong = registryProblem(registry);
  if (wrong !== undefined) throw new Explained(`ghcr:registry: '${registry}' ${wrong}`);
  const owner = setting("ghcr:owner", "GITHUB_OWNER");
  if (owner === undefined) {
    throw new Explained("ghcr:owner: is not set; set it with 'pulumi config set ghcr:owner NAME'");
  }
  const noOwner = ownerProblem(owner);
  if (noOwner !== undefined) throw new Explained(`ghcr:owner: '${owner}' ${noOwner}`);
  const { token, tokenFrom } = await readPublisher(stack, "ghcr:token" in config);
  const [repositories, mirrors, defaults] = ["repositories", "mirrors", "defaults"].map((name) =>
    parseJson(setting(`ghcr:${name}`) ?? ""),
  );
  const written = { repositories, mirrors, defaults };
  const names = pushedNames(written, { registry, owner });
  return {
    registry,
    username: setting("ghcr:username") ?? owner,
    token,
    tokenFrom,
    packages: names.map((name) => packageReference(registry, owner, name)),
    followsVersion: anyFollowsVersion(written),
    tagRules: tagRulesIn(written),
    version: setting("ghcr:version"),
  };
}

/** The token that publishes, from the stack's settings or else from the variable. */
export async function readPublisher(
  stack: StackOptions,
  isStored: boolean,
): Promise<{ readonly token: Token; readonly tokenFrom: string }> {
  const tokenFrom = isStored ? "ghcr:token" : "GHCR_TOKEN";
  const text = isStored
    ? await ask(stack, ["config", "get", "ghcr:token"])
    : variable(stack.environment, "GHCR_TOKEN");
  if (text === undefined) {
    throw new Explained(
      "ghcr:token: is not set; set it with 'pulumi config set --secret ghcr:token', or in the variable GHCR_TOKEN",
    );
  }
  const reading = readToken(text);
  if ("token" in reading) return { token: reading.token, tokenFrom };
  const slips = reading.slips.map(({ slip, mend }) => `${tokenFrom}: ${slip}; ${mend}`);
  throw new Explained(slips.join("\n"));
}

/** The stack that a command is about, and the Pulumi that knows it. */
export async function findStack(named: string | undefined): Promise<StackOptions> {
  const pulumi = onPath("pulumi");
  if (pulumi === undefined) {
    throw new Explained(noPulumi);
  }
  const where = { pulumi, program: process.cwd(), environment: withPassphrase({ ...process.env }) };
  return { ...where, stack: await stackName(where, named) };
}

/**
 * The stack that is meant: the one that was named, as it was named; or else the one that is selected,
 * or has a file, with its organisation. Its short name alone would be taken for a stack of one's own.
 */
async function stackName(
  stack: Omit<StackOptions, "stack">,
  named: string | undefined,
): Promise<string> {
  const asked = await wholeName(stack, named);
  if (asked.name !== undefined) return named ?? asked.name;
  const meant = named === undefined ? presentStack(stack.program) : undefined;
  const { name, said } = meant === undefined ? asked : await wholeName(stack, meant);
  if (name !== undefined) return name;
  const suggestion = named === undefined ? "" : meantStack(stack.program, named);
  throw new Explained(
    `Pulumi knows no such stack: ${said}${suggestion}\nChoose one with 'pulumi stack select NAME', or name it: --stack NAME`,
  );
}

/** How Pulumi calls a stack, or the one that is selected. */
async function wholeName(
  { pulumi, program, environment }: Omit<StackOptions, "stack">,
  named: string | undefined,
): Promise<{ readonly name: string | undefined; readonly said: string }> {
  const which = named === undefined ? [] : ["--stack", named];
  const { code, stdout, output } = await run(
    pulumi,
    ["stack", "--show-name", "--fully-qualify-stack-names", "--non-interactive", ...which],
    { cwd: program, environment },
  );
  const name = stdout.trim();
  return { name: code === 0 && name !== "" ? name : undefined, said: saidOf(output) };
}

const stateSchema = z.object({
  deployment: z
    .object({
      pending_operations: z
        .array(z.object({ type: z.string(), resource: z.object({ urn: z.string() }) }))
        .nullish(),
    })
    .nullish(),
});

/** What an earlier update was doing when it was broken off, and Pulumi knows no end of. */
export async function unfinished(stack: StackOptions): Promise<readonly string[]> {
  const state = stateSchema.parse(JSON.parse(await ask(stack, ["stack", "export"])));
  return (state.deployment?.pending_operations ?? []).map(
    ({ type, resource }) => `${type} ${resource.urn.split("::").slice(-1).join("")}`,
  );
}

/** Writes the version, or takes it away. */
export async function setVersion(stack: StackOptions, version: string | undefined): Promise<void> {
  await ask(
    stack,
    version === undefined
      ? ["config", "rm", "ghcr:version"]
      : ["config", "set", "ghcr:version", version],
  );
}

/** What a command of Pulumi's prints for a stack. */
export async function ask(stack: StackOptions, args: readonly string[]): Promise<string> {
  const all = [...args, "--stack", stack.stack, "--non-interactive"];
  const { code, stdout, output } = await run(stack.pulumi, all, {
    cwd: stack.program,
    environment: stack.environment,
  });
  if (code === 0) return stdout;
  // Of a command that may have printed a secret nothing is shown.
  const said = args[1] === "get" && stdout.trim() !== "" ? "" : output;
  throw new Explained(notDone(`pulumi ${args.slice(0, 2).join(" ")}`, said));
}

/** What Pulumi said of a command that failed, and the mend, where that is known. */
export function notDone(command: string, output: string): string {
  const said = saidOf(withoutTokens(output));
  return [
    `'${command}' did not succeed${said === "" ? "" : `: ${said}`}`,
    ...knownRefusals(output, []).flatMap(({ cause, mend }) => [cause, ...mend]),
  ].join("\n");
}

function saidOf(output: string): string {
  return output.trim().replace(/^error: /, "");
}
