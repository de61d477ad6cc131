import type { Case, Comparison } from "../model";
import type { Workspace } from "../workspaces/workspace";
import { createPreparation, createWorkspaces, listNames } from "./repositories";

const note = `The requests to GitHub's API for one repository with a secret and workflow permissions. The fewest that the API allows:

- **First up: 4.** One creates the repository (\`POST /user/repos\`), one reads the key that encrypts its secrets (\`GET …/actions/secrets/public-key\`), one writes the secret (\`PUT …/actions/secrets/NAME\`), and one the workflow permissions (\`PUT …/actions/permissions/workflow\`).
- **Unchanged: 0.** The state has everything. Then nobody notices that a token has expired.
- **Refresh: 3.** One reads the repository, one the date of the secret, and one the workflow permissions. GitHub has no request that reads them together.
- **Rotate: 2.** One reads the key, and one writes the secret. GitHub can replace the key, so a stored one is not safe to use.`;

export const apiCalls: Comparison = {
  name: "api-calls",
  title: "API calls",
  note,
  listCases: async (bench) => {
    const workspaces = await createWorkspaces(bench, "api-calls");
    const prepare = createPreparation();
    const ready = (workspace: Workspace): Promise<void> => prepare(workspace, 1);
    const createCase = (
      label: string,
      run: (workspace: Workspace) => Promise<void>,
      prepareRun: (workspace: Workspace) => Promise<void>,
    ): Case => ({
      label,
      metric: "apiCalls",
      contenders: workspaces.map((workspace) => ({
        label: workspace.label,
        prepare: () => prepareRun(workspace),
        run: () => run(workspace),
      })),
    });
    return [
      createCase(
        "first up",
        (workspace) => workspace.apply(),
        async (workspace) => {
          workspace.declare(listNames(1));
          await workspace.reset();
        },
      ),
      createCase("unchanged", ({ commands: [usual] }) => usual?.run() ?? Promise.resolve(), ready),
      createCase("refresh", ({ commands }) => commands.at(-1)?.run() ?? Promise.resolve(), ready),
      createCase(
        "rotate",
        (workspace) => workspace.apply(),
        async (workspace) => {
          await ready(workspace);
          await workspace.changeToken();
        },
      ),
    ];
  },
};
