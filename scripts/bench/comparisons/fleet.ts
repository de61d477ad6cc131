import { delimiter, dirname, join } from "node:path";
import type { Comparison } from "../model";
import { createOurProgram } from "../workspaces/pulumiWorkspace";

export const fleet: Comparison = {
  name: "fleet",
  title: "A thousand repositories",
  note: "Ten stacks of a hundred repositories each, in which nothing changed. `fleet up` reads the settings and the state of all stacks, and updates four at the same time; beside it, `pulumi up` runs for each stack in turn. Creating them takes nine hours, because GitHub accepts 500 writes an hour.",
  listCases: async (bench) => {
    const [stackCount, repositoryCount] = bench.isSmall ? [2, 2] : [10, 100];
    const { login, adminToken, publishToken } = await bench.createAccount("bench-fleet");
    const tokens = { GITHUB_TOKEN: adminToken, GHCR_TOKEN: publishToken };
    const program = createOurProgram(bench, "fleet", () => tokens);
    const stacks = Array.from({ length: stackCount }, (_, index) =>
      program.withStack(`team-${index}`),
    );
    const command = join(__dirname, "../../../cli/bin.mjs");
    const path = [dirname(bench.toolchain.pulumi), process.env.PATH ?? ""].join(delimiter);
    let isCreated = false;
    const prepare = async (): Promise<void> => {
      if (isCreated) return;
      isCreated = true;
      for (const [index, stack] of stacks.entries()) {
        const names = Array.from({ length: repositoryCount }, (_, at) => `team-${index}-${at}`);
        await stack.createStack();
        stack.configure({
          "ghcr:owner": login,
          "ghcr:defaults": { create: true },
          "ghcr:repositories": Object.fromEntries(names.map((name) => [name, {}])),
        });
        await stack.up();
      }
    };
    const upEach = async (): Promise<void> => {
      for (const stack of stacks) await stack.up();
    };
    return [
      {
        label: `${stackCount * repositoryCount} repositories in ${stackCount} stacks`,
        contenders: [
          {
            label: "pulumi-ghcr fleet up",
            prepare,
            run: () =>
              bench.run(process.execPath, [command, "fleet", "up", "--stacks", "team-*", "--yes"], {
                cwd: program.folder,
                environment: { ...program.variables, PATH: path },
              }),
          },
          { label: "pulumi up for each stack", prepare, run: upEach },
        ],
      },
    ];
  },
};
