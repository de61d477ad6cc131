import { actions } from "../actions";
import type { Job } from "../document";
import { jobScript } from "../embed";
import { escapeAllExpressions, isPublishing, temporaryPath } from "../expressions";
import type { KeyedImage } from "../plan";
import { functionsStep } from "./authenticate";

/** Signs the provenance of each index, in a separate job: only it may request GitHub's signature. */
export function attestJob(images: readonly KeyedImage[]): Job {
  return {
    comment: "Signs the provenance with GitHub. If it fails, it can be re-run alone.",
    name: "Attest ${{ matrix.image }}",
    needs: ["publish"],
    if: isPublishing,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 15,
    permissions: { "id-token": "write", attestations: "write" },
    include: images.map(({ name, key, package: reference }) =>
      escapeAllExpressions({ image: name, key, package: reference }),
    ),
    steps: [
      {
        name: "Download the result",
        uses: actions.download,
        with: {
          pattern: "result-${{ matrix.key }}--*",
          "merge-multiple": true,
          path: temporaryPath("results"),
        },
      },
      functionsStep(),
      {
        name: "Read the digest",
        id: "result",
        env: { RESULTS: temporaryPath("results") },
        run: jobScript("readDigest"),
      },
      {
        name: "Attest",
        uses: actions.attest,
        with: {
          "subject-name": "${{ matrix.package }}",
          "subject-digest": "${{ steps.result.outputs.digest }}",
        },
      },
    ],
  };
}

/** The message in the log and in the file if GitHub's plan does not support attestations. */
export const noAttestation =
  "No attestation: a private repository needs GitHub Enterprise Cloud for it.";
