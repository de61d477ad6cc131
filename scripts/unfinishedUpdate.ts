import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { isRunning } from "../core/process/isRunning";
import { CannotRun } from "../cli/errors";

/** What Pulumi's file backend writes into a lock. */
const lockSchema = z.object({ pid: z.number(), hostname: z.string() });

/** The part of a stored stack that shows what was under way when Pulumi was killed. */
const stackSchema = z.object({
  checkpoint: z.object({
    latest: z.object({ pending_operations: z.array(z.unknown()).optional() }).nullish(),
  }),
});

/** A stack that another, running Pulumi works on. */
export class StackBusy extends CannotRun {
  constructor(pid: number) {
    super(
      `Another pulumi (process ${String(pid)}) is updating this stack. Wait for it, or end it.`,
    );
    this.name = "StackBusy";
  }
}

/**
 * Why no update can go on from a stack in a file backend: one before it was killed. Returns undefined
 * where one can, and throws StackBusy while another one runs.
 */
export function findUnfinishedUpdate(backend: string, stack: string): string | undefined {
  const locks = readLocks(join(backend, ".pulumi", "locks", "organization", "pulumi-ghcr", stack));
  // Whether a process of another machine runs is not known: it counts as running.
  const running = locks.find(
    (lock) => lock !== undefined && (lock.hostname !== hostname() || isRunning(lock.pid)),
  );
  if (running !== undefined) throw new StackBusy(running.pid);
  if (locks.length > 0) return "an update was killed and left its lock";
  const file = join(backend, ".pulumi", "stacks", "pulumi-ghcr", `${stack}.json`);
  if (!existsSync(file)) return undefined;
  const stored = parseFile(file, stackSchema);
  if (stored === undefined) return `${file} is damaged`;
  const pending = stored.checkpoint.latest?.pending_operations ?? [];
  return pending.length > 0 ? "an update was killed while it changed something" : undefined;
}

/** A lock that is not complete was being written when its writer was killed. */
function readLocks(folder: string): readonly (z.output<typeof lockSchema> | undefined)[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => parseFile(join(folder, name), lockSchema));
}

function parseFile<T extends z.ZodType>(file: string, schema: T): z.output<T> | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
