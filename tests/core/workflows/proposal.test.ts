import {
  blobHash,
  freeBranch,
  isProposalOf,
  proposalBranch,
} from "../../../core/workflows/proposal";

const file = { path: ".github/workflows/publish.yml", branch: "main", content: "on: push\n" };
const head = proposalBranch(file);

it("a file has one branch, and another file another", () => {
  expect(head).toMatch(/^pulumi-ghcr\/publish-[0-9a-f]{12}$/);
  expect(proposalBranch({ ...file })).toBe(head);
  const others = [{ path: "a" }, { branch: "b" }, { content: "c" }].map((change) =>
    proposalBranch({ ...file, ...change }),
  );
  expect(new Set([head, ...others]).size).toBe(4);
});

it.each([
  [head, true],
  [`${head}-2`, true],
  [`${head}-12`, true],
  [`${head}-`, false],
  [`${head}2`, false],
  [`${head}-x`, false],
  ["pulumi-ghcr/publish-", false],
  ["other-2", false],
])("%s brings it: %s", (name, expected) => {
  expect(isProposalOf(name, head)).toBe(expected);
});

it("a branch that is taken gets the next number", () => {
  expect(freeBranch(head, [])).toBe(head);
  expect(freeBranch(head, [`${head}-2`])).toBe(head);
  expect(freeBranch(head, [head, `${head}-2`, "other"])).toBe(`${head}-3`);
});

it("names a content as git does", () => {
  // The result of `git hash-object` for the same bytes.
  expect(blobHash("one\n")).toBe("5626abf0f72e58d7a153368ba57db4c673c0e171");
  expect(blobHash("é")).toBe("4b04fff51468d8ab5201ab02b725dc477bc7cb45");
});
