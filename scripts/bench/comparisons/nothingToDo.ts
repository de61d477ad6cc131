import type { Comparison } from "../model";
import { createPreparation, createWorkspaces, listSizes } from "./repositories";

export const nothingToDo: Comparison = {
  name: "nothing-to-do",
  title: "Nothing to do",
  note: "Runs the same programs again. A plan of OpenTofu reads every resource, as `pulumi up --refresh` does; `pulumi up` and `pulumi preview` compare with the state. pulumi-ghcr checks its tokens and lists the repositories in each of them.",
  listCases: async (bench) => {
    const workspaces = await createWorkspaces(bench, "nothing");
    const prepare = createPreparation();
    return listSizes(bench).map(({ count, ...size }) => ({
      ...size,
      contenders: workspaces.flatMap((workspace) =>
        workspace.commands.map(({ label, run }) => {
          return { label, run, prepare: () => prepare(workspace, count) };
        }),
      ),
    }));
  },
};
