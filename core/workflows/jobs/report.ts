import { actions } from "../actions";
import type { Job } from "../document";
import { publishScript } from "../publishScript";
import { isPublishing, temporaryPath } from "../expressions";

/** Outputs what was published, for later jobs. */
export function reportJob(): Job {
  return {
    comment: "Outputs the digests, for the attestation and for jobs that you add.",
    name: "Report",
    needs: ["publish"],
    if: isPublishing,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 10,
    permissions: {},
    outputs: { digests: "${{ steps.report.outputs.digests }}" },
    steps: [
      {
        name: "Download the digests",
        uses: actions.download,
        with: { pattern: "result-*", "merge-multiple": true, path: temporaryPath("results") },
      },
      { name: "Report", id: "report", run: publishScript("report") },
    ],
  };
}
