import { actions } from "../actions";
import type { Job } from "../document";
import { jobScript } from "../embed";
import { isPublishing, temporaryPath } from "../expressions";
import type { PublishPlan } from "../plan";
import { noAttestation } from "./attest";
import { functionsStep } from "./authenticate";

/** Reports what was published, for people and for later jobs. */
export function reportJob({ attest }: PublishPlan): Job {
  return {
    comment: `Writes the run's summary, and outputs the digests for jobs that you add.${attest ? "" : `\n${noAttestation}`}`,
    name: "Report",
    needs: ["check", "publish"],
    if: isPublishing,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 10,
    permissions: {},
    outputs: { digests: "${{ steps.report.outputs.digests }}" },
    steps: [
      {
        name: "Download the results",
        uses: actions.download,
        with: { pattern: "result-*", "merge-multiple": true, path: temporaryPath("results") },
      },
      functionsStep(),
      ...(attest ? [] : [{ name: "No attestation", run: `echo "${noAttestation}"\n` }]),
      {
        name: "Report",
        id: "report",
        env: {
          RESULTS: temporaryPath("results"),
          WITH: "${{ needs.check.outputs.with }}",
          STARTED: "${{ needs.check.outputs.started }}",
          ATTEMPT: "${{ needs.check.outputs.attempt }}",
        },
        run: jobScript("report"),
      },
    ],
  };
}
