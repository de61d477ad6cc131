import { actions } from "../actions";
import type { Job } from "../document";
import { jobScript } from "../embed";
import { temporaryPath } from "../expressions";
import type { StackPlan } from "../stackPlan";
import { secretsOf, setUpSteps, commentFunctions } from "./stackSteps";

const isPullRequest = "github.event_name == 'pull_request'";

/** Whether the head branch is in this repository: GitHub passes no secrets to forks. */
const isFromRepository = "github.event.pull_request.head.repo.full_name == github.repository";

/** Previews the update. It runs the pull request's code, so it has no write permissions. */
export function previewJob(plan: StackPlan): Job {
  return {
    comment: "Previews the update. It runs the pull request's program, without write permissions.",
    name: "Preview",
    if: `${isPullRequest} && ${isFromRepository}`,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 60,
    permissions: { contents: "read" },
    outputs: { completed: "${{ steps.preview.outputs.completed }}" },
    steps: [
      ...setUpSteps(plan),
      {
        name: "Preview",
        id: "preview",
        env: { ...secretsOf(plan), RESULT: temporaryPath("preview") },
        run: jobScript("preview"),
      },
      {
        name: "Upload the result",
        if: "!cancelled() && steps.preview.outputs.completed",
        uses: actions.upload,
        with: {
          name: "preview",
          path: temporaryPath("preview"),
          "if-no-files-found": "error",
          overwrite: true,
        },
      },
    ],
  };
}

/** Comments on the pull request. It may write, so it runs none of the pull request's code. */
export function commentJob(): Job {
  return {
    comment:
      "Writes the result to a comment, one per stack. Each run updates it, even if the preview failed or\n" +
      "did not start.",
    name: "Comment",
    needs: ["preview"],
    if: `!cancelled() && ${isPullRequest} && ${isFromRepository}`,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 10,
    permissions: { "pull-requests": "write" },
    steps: [
      {
        name: "Download the result",
        if: "needs.preview.outputs.completed",
        uses: actions.download,
        with: { name: "preview", path: temporaryPath("preview") },
      },
      commentFunctions(),
      {
        name: "Comment",
        env: {
          WORKFLOW_TOKEN: "${{ github.token }}",
          NUMBER: "${{ github.event.pull_request.number }}",
          COMMIT: "${{ github.event.pull_request.head.sha }}",
          RESULT: temporaryPath("preview"),
        },
        run: jobScript("comment"),
      },
    ],
  };
}

/** Explains why there is no preview. */
export function forkJob(): Job {
  return {
    comment: "A fork's pull request gets no secrets, so its program is not run.",
    name: "No preview for forks",
    if: `${isPullRequest} && !(${isFromRepository})`,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 5,
    permissions: {},
    steps: [{ name: "Explain", run: jobScript("fork") }],
  };
}
