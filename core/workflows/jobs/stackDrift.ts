import { actions } from "../actions";
import type { Job } from "../document";
import { jobScript } from "../embed";
import { isScheduled, literal, temporary } from "../expressions";
import type { StackPlan } from "../stackPlan";
import { secretsOf, setUp, tellingFunctions } from "./stackSteps";

/** Looks whether what is there is still what the settings say. */
export function drift(plan: StackPlan): Job {
  return {
    comment: "Whether what is there is still what the settings say.",
    name: "Drift",
    if: isScheduled,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 60,
    permissions: { contents: "read" },
    outputs: { told: "${{ steps.drift.outputs.told }}" },
    steps: [
      // A schedule belongs to the default branch, whatever branch the stack follows.
      ...setUp(plan, { ref: literal(plan.branch) }),
      {
        name: "Look for drift",
        id: "drift",
        env: { ...secretsOf(plan), RESULT: temporary("drift") },
        run: jobScript("drift"),
      },
      {
        name: "Hand the result on",
        uses: actions.upload,
        with: {
          name: "drift",
          path: temporary("drift"),
          "if-no-files-found": "error",
          overwrite: true,
        },
      },
    ],
  };
}

/** Keeps one issue while there is drift. */
export function issue(): Job {
  return {
    comment: "An issue tells of drift. The next run writes it anew, and closes it when it is gone.",
    name: "Issue",
    needs: ["drift"],
    if: isScheduled,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 10,
    permissions: { issues: "write" },
    steps: [
      {
        name: "Get the result",
        uses: actions.download,
        with: { name: "drift", path: temporary("drift") },
      },
      tellingFunctions(),
      {
        name: "Issue",
        env: { WORKFLOW_TOKEN: "${{ github.token }}", RESULT: temporary("drift") },
        run: jobScript("issue"),
      },
    ],
  };
}
