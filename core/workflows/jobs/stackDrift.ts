import { actions } from "../actions";
import type { Job } from "../document";
import { jobScript } from "../embed";
import { isScheduled, escapeExpressions, temporaryPath } from "../expressions";
import type { StackPlan } from "../stackPlan";
import { secretsOf, setUpSteps, commentFunctions } from "./stackSteps";

/** Checks whether the resources still match the settings. */
export function driftJob(plan: StackPlan): Job {
  return {
    comment: "Checks whether the resources still match the settings.",
    name: "Drift",
    if: isScheduled,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 60,
    permissions: { contents: "read" },
    outputs: { completed: "${{ steps.drift.outputs.completed }}" },
    steps: [
      // Scheduled runs use the default branch, and the stack may follow another one.
      ...setUpSteps(plan, { ref: escapeExpressions(plan.branch) }),
      {
        name: "Check for drift",
        id: "drift",
        env: { ...secretsOf(plan), RESULT: temporaryPath("drift") },
        run: jobScript("drift"),
      },
      {
        name: "Upload the result",
        uses: actions.upload,
        with: {
          name: "drift",
          path: temporaryPath("drift"),
          "if-no-files-found": "error",
          overwrite: true,
        },
      },
    ],
  };
}

/** Keeps one issue open while there is drift. */
export function issueJob(): Job {
  return {
    comment:
      "Reports drift in an issue. Later runs update the issue, and close it when the drift is gone.",
    name: "Issue",
    needs: ["drift"],
    if: isScheduled,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 10,
    permissions: { issues: "write" },
    steps: [
      {
        name: "Download the result",
        uses: actions.download,
        with: { name: "drift", path: temporaryPath("drift") },
      },
      commentFunctions(),
      {
        name: "Issue",
        env: { WORKFLOW_TOKEN: "${{ github.token }}", RESULT: temporaryPath("drift") },
        run: jobScript("issue"),
      },
    ],
  };
}
