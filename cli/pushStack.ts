import { z } from "zod";
import { run } from "../engine";
import { parseJson } from "../ghcr/http/json";
import { registryProblem } from "../ghcr/names";
import { packageReference, type Reference } from "../ghcr/reference";
import type { Token } from "../ghcr/token";
import { readToken } from "../ghcr/tokenText";
import { Explained } from "./explained";
import type { StackOptions } from "./pulumi";

/** What a release needs to know of a stack before it begins. */
export interface PushStack {
  readonly registry: string;
  readonly username: string;
  readonly token: Token;
  /** Where the token was found, as its owner knows it. */
  readonly tokenFrom: string;
  readonly packages: readonly Reference[];
  /** The version that the settings hold now. */
  readonly version: string | undefined;
}

const configSchema = z.record(z.string(), z.object({ value: z.string().optional() }));

const repositoriesSchema = z.record(
  z.string(),
  z.object({ images: z.record(z.string(), z.unknown()).optional() }).nullable(),
);

/**
 * Reads what a release needs of the stack's settings. The program itself checks them all; here only
 * what is needed must be right.
 */
export async function readPushStack(stack: StackOptions): Promise<PushStack> {
  const config = configSchema.parse(JSON.parse(await ask(stack, ["config", "--json"])));
  const setting = (key: string, variable?: string): string | undefined =>
    config[key]?.value ?? (variable === undefined ? undefined : given(stack, variable));

  const registry = setting("ghcr:registry", "GHCR_REGISTRY") ?? "ghcr.io";
  const wrong = registryProblem(registry);
  if (wrong !== undefined) throw new Explained(`ghcr:registry: '${registry}' ${wrong}`);
  const owner = setting("ghcr:owner", "GITHUB_OWNER");
  if (owner === undefined) {
    throw new Explained("ghcr:owner: is not set; set it with 'pulumi config set ghcr:owner NAME'");
  }
  const { token, tokenFrom } = await readPublisher(stack, "ghcr:token" in config);
  const repositories = repositoriesSchema.safeParse(parseJson(setting("ghcr:repositories") ?? ""));
  // What is wrong with them the program tells, all at once and with the mend.
  const names = Object.values(repositories.data ?? {}).flatMap((repository) =>
    Object.keys(repository?.images ?? {}),
  );
  return {
    registry,
    username: setting("ghcr:username") ?? owner,
    token,
    tokenFrom,
    packages: names.map((name) => packageReference(registry, owner, name)),
    version: setting("ghcr:version"),
  };
}

async function readPublisher(
  stack: StackOptions,
  isStored: boolean,
): Promise<{ readonly token: Token; readonly tokenFrom: string }> {
  const tokenFrom = isStored ? "ghcr:token" : "GHCR_TOKEN";
  const text = isStored
    ? await ask(stack, ["config", "get", "ghcr:token"])
    : given(stack, "GHCR_TOKEN");
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

/** A variable's value; an empty one counts as absent. */
function given({ environment }: StackOptions, variable: string): string | undefined {
  const value = environment[variable];
  return value === "" ? undefined : value;
}

/** The stack that is meant: the one that was named, or else the one that is selected. */
export async function stackName(
  stack: Omit<StackOptions, "stack">,
  named: string | undefined,
): Promise<string> {
  const which = named === undefined ? [] : ["--stack", named];
  const { code, stdout, output } = await run(
    stack.pulumi,
    ["stack", "--show-name", "--non-interactive", ...which],
    { cwd: stack.program, environment: stack.environment },
  );
  const name = stdout.trim();
  if (code === 0 && name !== "") return name;
  throw new Explained(
    `There is no stack to push: ${saidOf(output)}\nChoose one with 'pulumi stack select NAME', or name it: --stack NAME`,
  );
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

async function ask(stack: StackOptions, args: readonly string[]): Promise<string> {
  const all = [...args, "--stack", stack.stack, "--non-interactive"];
  const { code, stdout, output } = await run(stack.pulumi, all, {
    cwd: stack.program,
    environment: stack.environment,
  });
  if (code === 0) return stdout;
  // Of a command that printed a secret nothing is shown.
  const said = args[1] === "get" ? "" : `: ${saidOf(output)}`;
  throw new Explained(`'pulumi ${args.slice(0, 2).join(" ")}' did not succeed${said}`);
}

function saidOf(output: string): string {
  return output.trim().replace(/^error: /, "");
}
