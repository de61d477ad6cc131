import type { Case, Comparison } from "../model";
import { createOurs } from "../workspaces/pulumiWorkspace";
import { createTofu } from "../workspaces/tofuWorkspace";
import { createPreparation } from "./repositories";

export const rotate: Comparison = {
  name: "rotate",
  title: "Rotate the token",
  note: "Gives the secrets of all repositories another value. With the scope organization, one secret is shared by all of them.",
  listCases: async (bench) => {
    const count = bench.isSmall ? 3 : 90;
    const cases: Case[] = [];
    for (const scope of ["repository", "organization"] as const) {
      const name = `rotate-${scope}`;
      const workspaces = [
        await createOurs(bench, name, { scope }),
        ...(await createTofu(bench, name, scope)),
      ];
      const prepare = createPreparation();
      cases.push({
        label: `${count} repositories, scope ${scope}`,
        contenders: workspaces.map((workspace) => ({
          label: workspace.label,
          prepare: async () => {
            await prepare(workspace, count);
            await workspace.changeToken();
          },
          run: () => workspace.apply(),
        })),
      });
    }
    return cases;
  },
};
