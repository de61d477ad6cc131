import { actions } from "../actions";
import type { Job } from "../document";
import { escapeAllExpressions, isPublishing } from "../expressions";
import type { KeyedImage } from "../plan";
import { publishScript } from "../publishScript";

/**
 * Signs the provenance of each index, in a separate job: only it may request GitHub's signature.
 * `reporter` is the job that outputs the digests.
 */
export function attestJob(images: readonly KeyedImage[], reporter: string): Job {
  const [image, ...more] = images;
  const isOne = image !== undefined && more.length === 0;
  const [reference, name] = isOne
    ? [image.package, image.name]
    : ["${{ matrix.package }}", "${{ matrix.image }}"];
  const digests = `needs.${reporter}.outputs.digests`;
  return {
    comment: "Signs the provenance with GitHub. If it fails, it can be re-run alone.",
    name: `Attest ${name}`,
    needs: [reporter],
    if: isPublishing,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 15,
    permissions: { "id-token": "write", attestations: "write" },
    ...(isOne
      ? {}
      : {
          include: images.map(({ name: image, package: reference }) =>
            escapeAllExpressions({ image, package: reference }),
          ),
        }),
    steps: [
      ...(isOne
        ? []
        : [
            {
              name: "Read the digest",
              id: "read",
              env: { IMAGE: reference, DIGESTS: `\${{ ${digests} }}` },
              run: publishScript("digest"),
            },
          ]),
      {
        name: "Attest",
        uses: actions.attest,
        with: {
          "subject-name": reference,
          "subject-digest": isOne
            ? `\${{ fromJSON(${digests})['${image.package}'] }}`
            : "${{ steps.read.outputs.digest }}",
        },
      },
    ],
  };
}

/** The comment in the file if GitHub's plan does not support attestations. */
export const noAttestation =
  "No attestation: a private repository needs GitHub Enterprise Cloud for it.";
