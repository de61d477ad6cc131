import { GitHubClient } from "../../../core/github/client";
import { PackagesClient, type PackageFacts } from "../../../core/github/packages";
import { fillPlaceholders, settingsPages } from "../../../core/github/settingsPages";
import { packageOf, printReference, type Reference } from "../../../core/oci/reference";
import { limitConcurrency } from "../../../core/source";

/** A published image's reference, and GitHub's answer about its package, if there is one. */
export interface PublishedPackage {
  readonly image: string;
  readonly reference: Reference;
  readonly facts: PackageFacts | undefined;
}

const maxConcurrent = 8;

/** Reads each image's package. What GitHub does not answer stays unknown. */
export async function readPublishedPackages(
  images: readonly Pick<PublishedPackage, "image" | "reference">[],
  { api, token }: { readonly api: string; readonly token: string },
): Promise<readonly PublishedPackage[]> {
  const packages = new PackagesClient(new GitHubClient({ token, baseUrl: api }));
  const limit = limitConcurrency(maxConcurrent);
  return Promise.all(
    images.map(async ({ image, reference }) => {
      const { owner = "", name } = packageOf(reference);
      const answer = await limit(() => packages.read(owner, name));
      const facts = answer.outcome === "found" ? answer.package : undefined;
      return { image, reference, facts };
    }),
  );
}

/** Where to see each package, how to pull it, and who can. */
export function packageLines(published: readonly PublishedPackage[]): readonly string[] {
  return published.flatMap(({ image, reference, facts }) => [
    `${image}:`,
    ...(facts === undefined ? [] : [`  ${facts.address}`]),
    `  docker pull ${printReference(reference)}`,
    ...(facts === undefined ? [] : describeVisibility(facts, reference)),
  ]);
}

function describeVisibility(
  { visibility, address, owner, name }: PackageFacts,
  { registry }: Reference,
): readonly string[] {
  if (visibility === "public") return ["  This package is public: anyone can pull it."];
  const { organizationPackage, userPackage } = settingsPages;
  const page = address.includes("/orgs/") ? organizationPackage : userPackage;
  return [
    `  This package is ${visibility}: pull it after 'docker login ${registry}'.`,
    "  Change who can pull it:",
    `  ${fillPlaceholders(page, { owner: owner ?? undefined, name })}`,
  ];
}
