import { z } from "zod";
import { parseJson } from "../../../core/http/json";
import { ownerProblem, registryProblem } from "../../../core/oci/names";
import { packageReference, type Reference } from "../../../core/oci/reference";
import type { Token } from "../../../core/tokens/token";
import { readToken } from "../../../core/tokens/format";
import { Explained } from "../../explained";
import { ask } from "../../pulumi/ask";
import type { StackOptions } from "../../pulumi/pulumi";
import { variable } from "../../variables";
import { anyFollowsVersion, pushedNames, tagRulesIn } from "./writtenImages";

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
