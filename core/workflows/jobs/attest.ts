import { actions } from "../actions";
import type { Job } from "../document";
import { jobScript } from "../embed";
import { literals, publishes, temporary } from "../expressions";
import type { KeyedImage } from "../plan";
import { functions } from "./authenticate";

/** Signs where each index was built. A job of its own: it alone may ask for GitHub's signature. */
export function attest(images: readonly KeyedImage[]): Job {
  return {
    comment: "Where it was built, signed by GitHub. Where it fails, it can be run again by itself.",
    name: "Attest ${{ matrix.image }}",
    needs: ["publish"],
    if: publishes,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 15,
    permissions: { "id-token": "write", attestations: "write" },
    include: images.map(({ name, key, package: whole }) =>
      literals({ image: name, key, package: whole }),
    ),
    steps: [
      {
        name: "Get the result",
        uses: actions.download,
        with: {
          pattern: "result-${{ matrix.key }}--*",
          "merge-multiple": true,
          path: temporary("results"),
        },
      },
      functions(),
      {
        name: "Read the digest",
        id: "result",
        env: { RESULTS: temporary("results") },
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

/** Said where the plan permits none, in the log and in the file. */
export const noAttestation =
  "No attestation: in a private repository it takes GitHub Enterprise Cloud.";
