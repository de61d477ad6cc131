import { actions } from "../actions";
import type { Job } from "../document";
import { jobScript } from "../embed";
import { publishes, temporary } from "../expressions";
import type { PublishPlan } from "../plan";
import { noAttestation } from "./attest";
import { functions } from "./authenticate";

/** Tells what was published, for people and for later jobs. */
export function report({ attest }: PublishPlan): Job {
  return {
    comment: `What was published: the run's summary, and the digests for jobs that you add.${attest ? "" : `\n${noAttestation}`}`,
    name: "Report",
    needs: ["check", "publish"],
    if: publishes,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 10,
    permissions: {},
    outputs: { digests: "${{ steps.report.outputs.digests }}" },
    steps: [
      {
        name: "Get the results",
        uses: actions.download,
        with: { pattern: "result-*", "merge-multiple": true, path: temporary("results") },
      },
      functions(),
      ...(attest ? [] : [{ name: "No attestation", run: `echo "${noAttestation}"\n` }]),
      {
        name: "Report",
        id: "report",
        env: {
          RESULTS: temporary("results"),
          WITH: "${{ needs.check.outputs.with }}",
          STARTED: "${{ needs.check.outputs.started }}",
          ATTEMPT: "${{ needs.check.outputs.attempt }}",
        },
        run: jobScript("report"),
      },
    ],
  };
}
