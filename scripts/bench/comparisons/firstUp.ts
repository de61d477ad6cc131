import { parallelOperations } from "../../../core/github/parallel";
import type { Comparison } from "../model";
import { createBare, createOurs } from "../workspaces/pulumiWorkspace";
import { createWorkspaces, listNames, listSizes } from "./repositories";

export const firstUp: Comparison = {
  name: "first-up",
  title: "First up",
  note: "Creates private repositories, each with an Actions secret and its workflow permissions. By default, the provider's older client sends one request at a time and waits a second after each write: OpenTofu and the bare program do, pulumi-ghcr turns it off. pulumi-ghcr's own commands set PULUMI_PARALLEL; Pulumi's default is four resources for each core. With limits on, GitHub allows 80 writes a minute.",
  listCases: async (bench) => {
    const workspaces = [
      ...(await createWorkspaces(bench, "first-up")),
      await createBare(bench, "first-up", { waits: false }),
      await createOurs(bench, "first-up-parallel", {
        label: `pulumi-ghcr, PULUMI_PARALLEL=${parallelOperations}`,
        variables: { PULUMI_PARALLEL: String(parallelOperations) },
      }),
    ];
    return listSizes(bench).map(({ count, ...size }) => ({
      ...size,
      contenders: workspaces.map((workspace) => ({
        label: workspace.label,
        prepare: async () => {
          workspace.declare(listNames(count));
          await workspace.reset();
        },
        run: () => workspace.apply(),
        stateBytes: workspace.stateBytes,
      })),
    }));
  },
};
