import { actions } from "../actions";
import type { Job } from "../document";
import { jobScript } from "../embed";
import { temporary } from "../expressions";
import type { StackPlan } from "../stackPlan";
import { runningFunctions, secretsOf, setUp, tellingFunctions } from "./stackSteps";

const isPull = "github.event_name == 'pull_request'";

/** A branch of the repository itself: GitHub gives no secrets to a fork. */
const isOwn = "github.event.pull_request.head.repo.full_name == github.repository";

/** What an update would do. It runs what the pull request brings, so that it may write nothing. */
export function preview(plan: StackPlan): Job {
  return {
    comment: "What an update would do. It runs the pull request's program, and may write nothing.",
    name: "Preview",
    if: `${isPull} && ${isOwn}`,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 60,
    permissions: { contents: "read" },
    outputs: { told: "${{ steps.preview.outputs.told }}" },
    steps: [
      ...setUp(plan),
      {
        name: "Preview",
        id: "preview",
        env: { ...secretsOf(plan), RESULT: temporary("preview") },
        run: jobScript("preview"),
      },
      {
        name: "Hand the result on",
        if: "!cancelled() && steps.preview.outputs.told",
        uses: actions.upload,
        with: {
          name: "preview",
          path: temporary("preview"),
          "if-no-files-found": "error",
          overwrite: true,
        },
      },
    ],
  };
}

/** Tells it on the pull request. It runs nothing of what that brings, and may write there. */
export function comment(): Job {
  return {
    comment:
      "The result as a comment, one for the stack, which each run writes anew: also where the preview\n" +
      "failed, or did not come to its beginning.",
    name: "Comment",
    needs: ["preview"],
    if: `!cancelled() && ${isPull} && ${isOwn}`,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 10,
    permissions: { "pull-requests": "write" },
    steps: [
      {
        name: "Get the result",
        if: "needs.preview.outputs.told",
        uses: actions.download,
        with: { name: "preview", path: temporary("preview") },
      },
      tellingFunctions(),
      {
        name: "Comment",
        env: {
          WORKFLOW_TOKEN: "${{ github.token }}",
          NUMBER: "${{ github.event.pull_request.number }}",
          COMMIT: "${{ github.event.pull_request.head.sha }}",
          RESULT: temporary("preview"),
        },
        run: jobScript("comment"),
      },
    ],
  };
}

/** Says why nothing runs. */
export function fork(): Job {
  return {
    comment: "A fork's pull request has no secrets, and runs nothing here.",
    name: "No preview of a fork",
    if: `${isPull} && !(${isOwn})`,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 5,
    permissions: {},
    steps: [runningFunctions(), { name: "Say so", run: jobScript("fork") }],
  };
}
