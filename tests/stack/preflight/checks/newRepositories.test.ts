import {
  evaluateNewRepositories,
  findNewRepositories,
} from "../../../../stack/preflight/checks/newRepositories";
import { priorState } from "../../../../stack/state/priorState";
import { desiredRepository, desiredStack } from "../../desired";

const repositories = (count: number, create = true) =>
  Array.from({ length: count }, (_, index) => desiredRepository(`many-${index}`, { create }));

function messageFor(count: number): string | undefined {
  const stack = desiredStack({ repositories: repositories(count) });
  return evaluateNewRepositories(stack, undefined, {})[0]?.message;
}

it("announces the wait from GitHub's limits a minute and an hour", () => {
  expect(messageFor(16)).toBeUndefined();
  expect(messageFor(17)).toBe(
    "creating 17 repositories can take 1 minute or more because of GitHub's limits",
  );
  expect(messageFor(100)).toBe(
    "creating 100 repositories can take 6 minutes or more because of GitHub's limits",
  );
  expect(messageFor(101)).toBe(
    "creating 101 repositories can take 60 minutes or more because of GitHub's limits",
  );
  expect(messageFor(300)).toBe(
    "creating 300 repositories can take 126 minutes or more because of GitHub's limits",
  );
});

it("counts neither repositories that exist already, nor ones that the stack only refers to", () => {
  const resources = repositories(100).map(({ name }) => ({
    type: "github:index/repository:Repository",
    outputs: { fullName: `F1bonacci66/${name}` },
  }));
  const made = desiredStack({ repositories: repositories(100) });
  expect(findNewRepositories(made, undefined, {}).size).toBe(100);
  expect(findNewRepositories(made, priorState(resources), {}).size).toBe(0);
  const named = desiredStack({ repositories: repositories(100, false) });
  expect(findNewRepositories(named, undefined, {}).size).toBe(0);
});

it("does not count what an interrupted update created", () => {
  const stack = desiredStack({ repositories: repositories(3) });
  const listed = { name: "MANY-1", isArchived: false, id: 1, description: "" };
  const one = { ...listed, visibility: "private", defaultBranch: "main" };
  const found = findNewRepositories(stack, undefined, {
    repositories: { outcome: "listed", repositories: new Map([["many-1", one]]), isPartial: false },
  });
  expect([...found]).toEqual(["many-0", "many-2"]);
});
