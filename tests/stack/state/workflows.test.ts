import { priorState } from "../../../stack/state";

const file = (repository: string, branch: string) => ({
  type: "github:index/repositoryFile:RepositoryFile",
  outputs: { repository, branch, file: ".github/workflows/publish.yml", sha: "5626abf0" },
});
const path = ".github/workflows/publish.yml";

it("lists each repository's workflow in the state", () => {
  const { workflows } = priorState([
    file("V7", "main"),
    file("V7", "head"),
    { type: "github:index/branch:Branch", outputs: { repository: "V7", branch: "head" } },
    {
      type: "github:index/repositoryPullRequest:RepositoryPullRequest",
      outputs: { baseRepository: "v7", headRef: "head", number: 7, state: "closed" },
    },
    { type: "ghcr:index:PublishWorkflow", outputs: { repository: "v8", needless: "other" } },
  ]);
  expect(workflows).toEqual(
    new Map([
      [
        "v7",
        {
          repository: "V7",
          files: [
            { branch: "main", path, blob: "5626abf0" },
            { branch: "head", path, blob: "5626abf0" },
          ],
          branches: ["head"],
          pullRequests: [{ head: "head", number: 7, isOpen: false }],
        },
      ],
      [
        "v8",
        { repository: "v8", skippedBranch: "other", files: [], branches: [], pullRequests: [] },
      ],
    ]),
  );
});

it("ignores other resources, and incomplete ones", () => {
  const { workflows } = priorState([
    { type: "ghcr:index:PublishWorkflow", outputs: { path: "a", page: "b" } },
    { type: "github:index/repository:Repository", outputs: { repository: "v7", branch: "x" } },
    { type: "github:index/repositoryFile:RepositoryFile", outputs: { repository: "v7" } },
    { type: "github:index/branch:Branch", outputs: { repository: "v7", branch: null } },
    { type: "github:index/branch:Branch", outputs: { branch: "a" } },
  ]);
  expect(workflows).toEqual(new Map());
});
