import type { Wanted, WantedRepository } from "../../../../stack/preflight/wanted";
import type { PriorState, PriorWorkflow } from "../../../../stack/state";
import { Token } from "../../../../core/tokens/token";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { bareRepository } from "./bareRepository";
import { prior } from "../../state/prior";

type WantedWorkflow = NonNullable<WantedRepository["workflow"]>;

/** A workflow that a stack wants, as far as nothing else is said. */
export function workflowOf(change: Partial<WantedWorkflow>): WantedWorkflow {
  const path = ".github/workflows/publish.yml";
  const file = { path, branch: "main", content: "on: push\n" };
  return { attest: false, file, pullRequest: false, overwrite: false, ...change };
}

/** A stack with one repository, v7, that wants this workflow. */
export function stackOf(workflow: WantedRepository["workflow"], create = false): Wanted {
  return {
    ...{ owner: "F1bonacci66", registry: "localhost:1", username: "F1bonacci66" },
    pullUsername: "F1bonacci66",
    administrator: new Token(ADMINISTRATOR_TOKEN),
    publisher: new Token(PUBLISHER_TOKEN),
    repositories: [{ ...bareRepository("v7"), create, workflow }],
    ...{ images: [], mirrors: [], packages: [] },
  };
}

/** What its last update left of the workflow. */
export function priorOf(left?: Partial<PriorWorkflow>, isManaged = false): PriorState {
  const whole = { repository: "v7", files: [], branches: [], pullRequests: [], ...left };
  return prior({
    repositories: new Set(isManaged ? ["f1bonacci66/v7"] : []),
    workflows: new Map(left === undefined ? [] : [["v7", whole]]),
  });
}
