import type { Bench } from "../bench";
import type { Case, Comparison } from "../model";
import { createOurs } from "../workspaces/pulumiWorkspace";
import type { Workspace } from "../workspaces/workspace";
import { createPreparation, createWorkspaces, listNames, listSizes } from "./repositories";

export const nothingToDo: Comparison = {
  name: "nothing-to-do",
  title: "Nothing to do",
  note: "Runs the same programs again. A plan of OpenTofu reads every resource, as `pulumi up --refresh` does; `pulumi up` and `pulumi preview` compare with the state. pulumi-ghcr checks its tokens and lists the repositories in each of them. Then one more repository is created.",
  listCases: async (bench) => {
    const workspaces = await createWorkspaces(bench, "nothing");
    const shared = await createOurs(bench, "nothing-shared", {
      label: "pulumi-ghcr, organization's secret",
      scope: "organization",
    });
    const prepare = createPreparation();
    const contendersOf = (all: readonly Workspace[], count: number): Case["contenders"] =>
      all.flatMap((workspace) =>
        workspace.commands.map(({ label, run }) => {
          return { label, run, prepare: () => prepare(workspace, count) };
        }),
      );
    return [
      ...listSizes(bench).map(({ count, ...size }) => ({
        ...size,
        contenders: [
          ...contendersOf(workspaces, count),
          ...contendersOf([shared], count).slice(0, 1),
        ],
      })),
      createAddition(bench, workspaces, prepare),
    ];
  },
};

/** In each run, one more repository than in the run before. */
function createAddition(
  bench: Bench,
  workspaces: readonly Workspace[],
  prepare: (workspace: Workspace, count: number) => Promise<void>,
): Case {
  const existing = bench.isSmall ? 3 : 90;
  const counts = new Map<Workspace, number>();
  return {
    label: `${existing} repositories and one more, 100 ms`,
    latency: 100,
    contenders: workspaces.map((workspace) => ({
      label: workspace.label,
      prepare: async () => {
        await prepare(workspace, existing);
        const count = (counts.get(workspace) ?? existing) + 1;
        counts.set(workspace, count);
        workspace.declare(listNames(count));
      },
      run: () => workspace.apply(),
    })),
  };
}
