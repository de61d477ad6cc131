import type { Job } from "../document";
import { jobScript } from "../embed";
import type { StackPlan } from "../stackPlan";
import { secretsOf, setUpSteps } from "./stackSteps";

/** Updates the stack to its settings on the branch. */
export function updateJob(plan: StackPlan): Job {
  return {
    comment:
      "Each push to the branch updates the stack. Updates run one after another and are never canceled.",
    name: "Update",
    if: "github.event_name == 'push'",
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 180,
    permissions: { contents: "read" },
    steps: [
      ...setUpSteps(plan),
      { name: "Update", env: secretsOf(plan), run: jobScript("update") },
    ],
  };
}
