import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { run } from "../core/process/child";
import { CannotRun, Explained } from "../cli/explained";
import type { StackOptions } from "../cli/pulumi/pulumi";

/** What Pulumi's file backend writes into a lock. */
const lockSchema = z.object({ pid: z.number(), hostname: z.string() });

/** The part of a stored stack that tells what was under way when Pulumi was killed. */
const stackSchema = z.object({
  checkpoint: z.object({
    latest: z
      .object({
        pending_operations: z
          .array(
            z.object({
              type: z.string(),
              resource: z.object({
                urn: z.string(),
                type: z.string(),
                parent: z.string().optional(),
                provider: z.string().optional(),
                inputs: z.record(z.string(), z.unknown()).optional(),
              }),
            }),
          )
          .optional(),
        resources: z.array(z.object({ urn: z.string() })).optional(),
      })
      .nullish(),
  }),
});

type Pending = NonNullable<
  NonNullable<z.output<typeof stackSchema>["checkpoint"]["latest"]>["pending_operations"]
>[number]["resource"];

/** A stack that another, living Pulumi works on. */
export class StackBusy extends CannotRun {
  constructor(pid: number) {
    super(`Another pulumi (process ${String(pid)}) works on this stack. Wait for it, or end it.`);
    this.name = "StackBusy";
  }
}

export interface RecoverOptions extends StackOptions {
  /** The folder of the file backend. */
  readonly backend: string;
  /** Asks GitHub whether the repository is there. */
  readonly repositoryExists: (name: string) => Promise<boolean>;
}

/**
 * Makes a stack usable after a Pulumi that was killed: takes away the lock that a dead process left,
 * and settles what it was creating. A repository that GitHub made but the state never heard of is
 * taken into the state: creating it again would be refused, with 422. Says what it did.
 */
export async function recoverStack(options: RecoverOptions): Promise<readonly string[]> {
  const done: string[] = [];
  const locks = join(
    options.backend,
    ".pulumi",
    "locks",
    "organization",
    "pulumi-ghcr",
    options.stack,
  );
  const holders = existsSync(locks)
    ? readdirSync(locks).map((name) => readLock(join(locks, name)))
    : [];
  const living = holders.find((holder) => holder !== undefined && isAlive(holder));
  if (living !== undefined) throw new StackBusy(living.pid);
  if (holders.length > 0) {
    await pulumi(options, ["cancel", "--yes", options.stack]);
    done.push("An update was broken off earlier: its lock is taken away.");
  }

  const pending = pendingCreates(options);
  if (pending.length === 0) return done;
  for (const resource of pending) {
    const name = resource.inputs?.name;
    // What else was under way can be done twice, and the coming update does it.
    if (resource.type !== repositoryType || typeof name !== "string") continue;
    if (isInState(options, resource.urn) || !(await options.repositoryExists(name))) continue;
    await adopt(options, resource, name);
    done.push(`The repository ${name} was made just before that: it is taken into the state.`);
  }
  // Last of all, so that when we are broken off too, the next run still knows what was under way.
  await forgetPending(options);
  return done;
}

const repositoryType = "github:index/repository:Repository";

/** Stores the stack again as it is: Pulumi leaves out what was under way. */
async function forgetPending(options: RecoverOptions): Promise<void> {
  await withFile(async (file) => {
    await pulumi(options, ["stack", "export", "--stack", options.stack, "--file", file]);
    await pulumi(options, ["stack", "import", "--stack", options.stack, "--file", file]);
  });
}

/** Takes a repository that exists into the state, in the place where it was being created. */
async function adopt(options: RecoverOptions, resource: Pending, id: string): Promise<void> {
  const { urn, type, parent, provider } = resource;
  const nameTable: Record<string, string> = {};
  if (parent !== undefined) nameTable.parent = parent;
  // A provider's reference is its URN and, behind it, its id.
  if (provider !== undefined) nameTable.provider = provider.split("::").slice(0, -1).join("::");
  const entry = {
    type,
    name: urn.split("::").slice(3).join("::"),
    id,
    ...Object.fromEntries(Object.keys(nameTable).map((key) => [key, key])),
  };
  await withFile(async (file) => {
    writeFileSync(file, JSON.stringify({ nameTable, resources: [entry] }));
    const flags = ["--yes", "--skip-preview", "--non-interactive", "--protect=false"];
    const args = ["import", "--stack", options.stack, "--file", file, "--generate-code=false"];
    await pulumi(options, [...args, ...flags]);
  });
}

/** A file that only we can read, for as long as the work takes. */
async function withFile(work: (file: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-recover-"));
  try {
    await work(join(folder, "stack.json"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readLock(file: string): z.output<typeof lockSchema> | undefined {
  try {
    return lockSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // A lock that is not whole was being written when its writer was killed.
    return undefined;
  }
}

function isAlive(holder: z.output<typeof lockSchema>): boolean {
  // Of another machine's process nothing can be known; it counts as alive.
  if (holder.hostname !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
    return !isZombie(holder.pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A process that has ended and that its parent has not yet taken note of still has its number. */
function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${String(pid)}/stat`, "utf8")
      .replace(/^.*\)/, ")")
      .includes(" Z ");
  } catch {
    return false;
  }
}

function readStack({ backend, stack }: RecoverOptions): z.output<typeof stackSchema> {
  const file = join(backend, ".pulumi", "stacks", "pulumi-ghcr", `${stack}.json`);
  if (!existsSync(file)) return { checkpoint: { latest: null } };
  try {
    return stackSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new Explained(
      `${file} is damaged. Pulumi keeps the state before it beside it, in ${file}.bak`,
    );
  }
}

function isInState(options: RecoverOptions, urn: string): boolean {
  const { checkpoint } = readStack(options);
  return (checkpoint.latest?.resources ?? []).some((resource) => resource.urn === urn);
}

function pendingCreates(options: RecoverOptions): Pending[] {
  const { checkpoint } = readStack(options);
  return (checkpoint.latest?.pending_operations ?? [])
    .filter(({ type }) => type === "creating")
    .map(({ resource }) => resource);
}

async function pulumi(options: StackOptions, args: readonly string[]): Promise<void> {
  const { code, output } = await run(options.pulumi, args, {
    cwd: options.program,
    environment: options.environment,
  });
  if (code !== 0) throw new Explained(`pulumi ${args[0] ?? ""} said: ${output.trim()}`);
}
