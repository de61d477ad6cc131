import type { Job } from "../document";
import { jobScript } from "../embed";
import type { StackPlan } from "../stackPlan";
import { secretsOf, setUp } from "./stackSteps";

/** Makes the stack what its settings on the branch say. */
export function update(plan: StackPlan): Job {
  return {
    comment: "Each push to the branch is an update. One follows the other, and none is broken off.",
    name: "Update",
    if: "github.event_name == 'push'",
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 180,
    permissions: { contents: "read" },
    steps: [...setUp(plan), { name: "Update", env: secretsOf(plan), run: jobScript("update") }],
  };
}
