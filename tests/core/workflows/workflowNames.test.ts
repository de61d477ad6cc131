import { branchProblem, workflowPathProblem } from "../../../core/oci/names";

it.each(["main", "v", "release/1.2", "feature_x-", "_"])("a branch can be '%s'", (branch) => {
  expect(branchProblem(branch)).toBeUndefined();
});

// The first ones mean something else in a workflow's filter, the others git refuses.
it.each([
  "v*",
  "!main",
  "a+",
  "[ab]",
  "a?",
  "",
  "-a",
  "/a",
  "a/",
  "a..b",
  "a//b",
  "a/.b",
  "a.lock",
])("a branch cannot be '%s'", (branch) => {
  expect(branchProblem(branch)).toContain("is not a branch name");
});

it.each([".github/workflows/publish.yml", ".github/workflows/a-b.1.yaml"])(
  "a workflow can be at '%s'",
  (path) => {
    expect(workflowPathProblem(path)).toBeUndefined();
  },
);

it.each([
  "publish.yml",
  ".github/workflows/",
  ".github/workflows/.yml",
  ".github/workflows/deep/publish.yml",
  ".github/workflows/../publish.yml",
  ".github/workflows/publish.json",
  "/.github/workflows/publish.yml",
])("a workflow cannot be at '%s'", (path) => {
  expect(workflowPathProblem(path)).toContain("is not a workflow's path");
});
