import { parallelOperations } from "../github/parallel";
import { printWorkflow, type Job } from "./document";
import { branchPattern, escapeExpressions } from "./expressions";
import { driftJob, issueJob } from "./jobs/stackDrift";
import { commentJob, forkJob, previewJob } from "./jobs/stackPreview";
import { updateJob } from "./jobs/stackUpdate";
import { throwFirstProblem } from "./planProblem";
import { stackPlanProblems, type StackPlan } from "./stackPlan";

/** `.github/workflows/stack.yml`. The same plan always gives the same bytes. */
export function renderStack(plan: StackPlan): string {
  throwFirstProblem(stackPlanProblems(plan));
  const { stack, folder, branch, secrets, backend, driftSchedule } = plan;
  const detectsDrift = driftSchedule !== undefined;
  const jobs: Record<string, Job> = {
    preview: previewJob(plan),
    comment: commentJob(),
    fork: forkJob(),
    update: updateJob(plan),
    ...(detectsDrift ? { drift: driftJob(plan), issue: issueJob() } : {}),
  };
  return printWorkflow({
    comment: `Previews and updates the Pulumi stack ${stack}${detectsDrift ? ", and detects drift" : ""}.\n${origin(plan)}`,
    name: `Stack ${stack}`,
    on: {
      push: { branches: [branchPattern(branch)] },
      pull_request: { branches: [branchPattern(branch)] },
      ...(detectsDrift ? { schedule: [{ cron: driftSchedule }] } : {}),
    },
    permissions: { contents: "read" },
    concurrency: {
      // GitHub keeps only one waiting run per group: a drift check must not replace an update.
      group: `stack-${stack}-\${{ github.event_name == 'pull_request' && github.ref || github.event_name }}`,
      "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
    },
    env: {
      STACK: stack,
      FOLDER: folder,
      SECRETS: secrets.join(" "),
      ...(backend === undefined ? {} : { PULUMI_BACKEND_URL: escapeExpressions(backend) }),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_PARALLEL: String(parallelOperations),
    },
    shell: "bash",
    jobs,
  });
}

function origin({ keptBy = "update" }: StackPlan): string {
  const from = "by pulumi-ghcr from the settings of the stack. Change it there";
  return keptBy === "update"
    ? `Written ${from}: the next update rewrites\nthis file.`
    : `Printed ${from}, and print it again:\nnpx pulumi-ghcr workflow --stack-itself`;
}
