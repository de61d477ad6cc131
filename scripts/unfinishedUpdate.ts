import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { isRunning } from "../core/process/isRunning";
import { CannotRun } from "../cli/errors";

/** A lock of Pulumi's file backend. */
const lockSchema = z.object({ pid: z.number(), hostname: z.string() });

/** The part of a stored stack that lists the operations in progress when Pulumi was killed. */
const stackSchema = z.object({
  checkpoint: z.object({
    latest: z.object({ pending_operations: z.array(z.unknown()).optional() }).nullish(),
  }),
});

/** Another running Pulumi is updating the stack. */
export class StackBusy extends CannotRun {
  constructor(pid: number) {
    super(
      `Another pulumi (process ${String(pid)}) is updating this stack. Wait for it, or end it.`,
    );
    this.name = "StackBusy";
  }
}

/**
 * Why a stack in a file backend cannot be updated: an earlier update was killed. Returns undefined
 * if it can, and throws StackBusy while another update runs.
 */
export function findUnfinishedUpdate(backend: string, stack: string): string | undefined {
  const locks = readLocks(join(backend, ".pulumi", "locks", "organization", "pulumi-ghcr", stack));
  // A process on another machine counts as running.
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

/** An incomplete lock was being written when its writer was killed. */
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
