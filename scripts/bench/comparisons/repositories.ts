import type { Bench } from "../bench";
import type { Case } from "../model";
import { createBare, createOurs } from "../workspaces/pulumiWorkspace";
import { createTofu } from "../workspaces/tofuWorkspace";
import type { Workspace } from "../workspaces/workspace";

type Size = Required<Pick<Case, "label" | "latency" | "isLimited">> & { readonly count: number };

/** The sizes of stacks, with latency and limits. */
export function listSizes({ isSmall }: Pick<Bench, "isSmall">): readonly Size[] {
  const [counts, latencies] = isSmall
    ? [[1, 3], [0]]
    : [
        [1, 10, 90],
        [0, 100],
      ];
  const largest = Math.max(...counts);
  const plural = (count: number): string => `${count} repositor${count === 1 ? "y" : "ies"}`;
  return [
    ...counts.flatMap((count) =>
      latencies.map((latency) => {
        return { label: `${plural(count)}, ${latency} ms`, count, latency, isLimited: false };
      }),
    ),
    { label: `${plural(largest)}, limits on`, count: largest, latency: 0, isLimited: true },
  ];
}

export function listNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `repository-${index + 1}`);
}

export async function createWorkspaces(bench: Bench, name: string): Promise<readonly Workspace[]> {
  return [
    await createOurs(bench, name),
    ...(await createTofu(bench, name)),
    await createBare(bench, name, { waits: true }),
  ];
}

/** Brings the repositories up, unless the last call has already done it. */
export function createPreparation(): (workspace: Workspace, count: number) => Promise<void> {
  const applied = new Map<Workspace, number>();
  return async (workspace, count) => {
    if (applied.get(workspace) === count) return;
    workspace.declare(listNames(count));
    if (!applied.has(workspace)) await workspace.reset();
    await workspace.applyFast();
    applied.set(workspace, count);
  };
}
