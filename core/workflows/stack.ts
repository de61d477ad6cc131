import { printWorkflow, type Job } from "./document";
import { branchPattern, literal } from "./expressions";
import { drift, issue } from "./jobs/stackDrift";
import { comment, fork, preview } from "./jobs/stackPreview";
import { update } from "./jobs/stackUpdate";
import { throwFirstProblem } from "./planProblem";
import { stackPlanProblems, type StackPlan } from "./stackPlan";

/** `.github/workflows/stack.yml`: the same plan gives the same bytes. */
export function renderStack(plan: StackPlan): string {
  throwFirstProblem(stackPlanProblems(plan));
  const { stack, folder, branch, secrets, backend, driftSchedule } = plan;
  const looks = driftSchedule !== undefined;
  const jobs: Record<string, Job> = {
    preview: preview(plan),
    comment: comment(),
    fork: fork(),
    update: update(plan),
    ...(looks ? { drift: drift(plan), issue: issue() } : {}),
  };
  return printWorkflow({
    comment: `Previews and updates the Pulumi stack ${stack}${looks ? ", and looks for drift" : ""}.\n${origin(plan)}`,
    name: `Stack ${stack}`,
    on: {
      push: { branches: [branchPattern(branch)] },
      pull_request: { branches: [branchPattern(branch)] },
      ...(looks ? { schedule: [{ cron: driftSchedule }] } : {}),
    },
    permissions: { contents: "read" },
    concurrency: {
      // GitHub keeps one run waiting in a group, and drops the one before: a look for drift must
      // never take the place of an update.
      group: `stack-${stack}-\${{ github.event_name == 'pull_request' && github.ref || github.event_name }}`,
      "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
    },
    env: {
      STACK: stack,
      FOLDER: folder,
      SECRETS: secrets.join(" "),
      ...(backend === undefined ? {} : { PULUMI_BACKEND_URL: literal(backend) }),
      PULUMI_SKIP_UPDATE_CHECK: "true",
    },
    jobs,
  });
}

function origin({ keptBy = "update" }: StackPlan): string {
  const from = "by pulumi-ghcr from the settings of the stack. Change it there";
  return keptBy === "update"
    ? `Written ${from}: the next update writes\nthis file anew.`
    : `Printed ${from}, and print it anew:\nnpx pulumi-ghcr workflow --stack-itself`;
}
