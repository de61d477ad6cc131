import { z } from "zod";
import type { WantedMirror } from "../../../stack/preflight/wanted";
import { isRecord, parseJson } from "../../../core/http/json";
import { parseReference } from "../../../core/oci/reference";
import type { Token } from "../../../core/tokens/token";
import { priorState, storedResources, type PriorState } from "../../../stack/state";
import { mirrorSchema } from "../../../stack/settings/schema/mirror";
import { writtenOut } from "../../../stack/settings/shortForms";
import { Explained } from "../../explained";
import { readPublisher } from "../push/stack";
import { ask } from "../../pulumi/ask";
import type { StackOptions } from "../../pulumi/pulumi";
import { variable } from "../../variables";

/** A stack's mirrors, and what its last update made of them. */
export interface MirrorStack {
  readonly registry: string;
  readonly owner: string;
  readonly username: string;
  readonly publisher: Token;
  readonly mirrors: readonly WantedMirror[];
  readonly prior: PriorState;
}

const configSchema = z.record(z.string(), z.object({ value: z.string().optional() }));

const stateSchema = z.object({
  deployment: z.object({ resources: storedResources.nullish() }).nullish(),
});

export async function readMirrorStack(stack: StackOptions): Promise<MirrorStack> {
  const config = configSchema.parse(JSON.parse(await ask(stack, ["config", "--json"])));
  const setting = (name: string): string | undefined => config[`ghcr:${name}`]?.value;
  const owner = setting("owner") ?? variable(stack.environment, "GITHUB_OWNER");
  if (owner === undefined) {
    throw new Explained("ghcr:owner: is not set; set it with 'pulumi config set ghcr:owner NAME'");
  }
  const { token } = await readPublisher(stack, "ghcr:token" in config);
  const state = stateSchema.parse(JSON.parse(await ask(stack, ["stack", "export"])));
  return {
    registry: setting("registry") ?? variable(stack.environment, "GHCR_REGISTRY") ?? "ghcr.io",
    owner,
    username: setting("username") ?? owner,
    publisher: token,
    mirrors: await mirrorsIn(parseJson(setting("mirrors") ?? "{}"), stack),
    prior: priorState(state.deployment?.resources ?? []),
  };
}

/** The program itself tells what is wrong with them; here only what is right can be looked at. */
async function mirrorsIn(written: unknown, stack: StackOptions): Promise<readonly WantedMirror[]> {
  const { mirrors } = writtenOut({ mirrors: written });
  const all = Object.entries(isRecord(mirrors) ? mirrors : {}).map(([name, value]) => {
    const read = mirrorSchema.safeParse(value);
    if (read.success) return { name, ...read.data };
    throw new Explained(`ghcr:mirrors.${name}: is not right; 'pulumi preview' tells what of it`);
  });
  const asked = all.filter(({ mode }) => mode !== "daemon");
  return Promise.all(asked.map((mirror) => wanted(mirror, stack)));
}

async function wanted(
  { name, from, platforms, login, mode, tags }: z.output<typeof mirrorSchema> & { name: string },
  stack: StackOptions,
): Promise<WantedMirror> {
  const source = parseReference(from);
  const common = { setting: `ghcr:mirrors.${name}`, name, from: source, platforms };
  const own = { tags: tags ?? [source.tag ?? "latest"], mode: mode ?? "copy" };
  const whole = { ...common, ...own };
  if (login === undefined) return whole;
  const password = await ask(stack, ["config", "get", `ghcr:secret-${login.password}`]);
  return { ...whole, login: { username: login.username, password: password.trim() } };
}
