import type { GitHubClient } from "../../../core/github/client";
import { differencesFrom, readPackageState } from "../../../core/github/packageState";
import { PackagesClient, type PackageAnswer } from "../../../core/github/packages";
import { printReference } from "../../../core/oci/reference";
import { RegistryClient } from "../../../core/registry/client";
import type { PackageVisibilityHints } from "../../../components/packageVisibility";
import type { ImageObservation, Observations } from "../observations";
import type { SettingFinding } from "../finding";
import type { PriorState, PushedImage } from "../../state";
import { imageSetting, packageOf } from "../names";
import type { DesiredImage, DesiredStack } from "../../model";

/** Up to this many are read one by one: an account may have thousands of others. */
const maxSingleRequests = 2;

/**
 * Reads the packages that are checked and were pushed before; others are checked after their first
 * push. By image name.
 */
export async function collectPackages(
  stack: DesiredStack,
  prior: PriorState | undefined,
  images: ReadonlyMap<string, ImageObservation>,
  github: GitHubClient,
): Promise<ReadonlyMap<string, PackageVisibilityHints>> {
  const { owner, registry, username, credentials } = stack;
  const pushedImages = stack.images.flatMap((image) => {
    if (image.packageVisibility === undefined) return [];
    const pushed =
      image.build === "actions"
        ? publishedImage(images.get(image.name))
        : prior?.packages.get(printReference(packageOf(stack, image.name)))?.pushed;
    return pushed === undefined ? [] : [{ name: image.name, ...pushed }];
  });
  if (pushedImages.length === 0) return new Map();
  const answerFor = packageReader(new PackagesClient(github), owner, pushedImages.length);
  const token = credentials.publish.reveal();
  const client = new RegistryClient({ registry, username, token });
  const entries = pushedImages.map(async ({ name, digest, reference }) => {
    const state = await readPackageState(await answerFor(name), client, reference);
    return [name, { digest, state }] as const;
  });
  return new Map(await Promise.all(entries));
}

/** What a workflow pushed is only known from the registry. */
function publishedImage(
  observed: ImageObservation | undefined,
): Pick<PushedImage, "digest" | "reference"> | undefined {
  const { reference, result } = observed?.published ?? {};
  return reference !== undefined && result?.outcome === "found"
    ? { digest: result.digest, reference }
    : undefined;
}

/** Reads an account's packages, one by one or, for more, from its list. */
export function packageReader(
  packages: PackagesClient,
  owner: string,
  count: number,
): (name: string) => Promise<PackageAnswer> {
  if (count <= maxSingleRequests) return (name) => packages.read(owner, name);
  const listing = listPackages(packages, owner);
  return async (name) => (await listing)(name);
}

async function listPackages(
  packages: PackagesClient,
  owner: string,
): Promise<(name: string) => PackageAnswer> {
  const list = await packages.readAll(owner);
  if (list.outcome !== "found") return () => list;
  const byName = new Map(list.packages.map((each) => [each.name.toLowerCase(), each]));
  return (name) => {
    const found = byName.get(name.toLowerCase());
    return found === undefined
      ? { outcome: "absent or hidden", response: "it is not in the list" }
      : { outcome: "found", package: found };
  };
}

export function evaluatePackages(
  stack: DesiredStack,
  { packages }: Observations,
): readonly SettingFinding[] {
  return stack.images.flatMap((image) => {
    const observed = packages.get(image.name);
    return observed === undefined ? [] : evaluatePackage(stack, image, observed);
  });
}

function evaluatePackage(
  { owner }: Pick<DesiredStack, "owner">,
  image: DesiredImage,
  { digest, state }: PackageVisibilityHints,
): readonly SettingFinding[] {
  const { packageVisibility, enforceVisibility } = image;
  if (packageVisibility === undefined) return [];
  const setting = imageSetting(image);
  const repository = `${owner}/${image.repository}`;
  const desired = { visibility: packageVisibility, repository, digest };
  const differences = differencesFrom(desired, state);
  const findings = differences.map(({ kind, message, cause, fix }): SettingFinding => {
    // An update with `--replace` restores a moved tag, so this must not stop it.
    const about = { setting, message, cause, fix, isOfPackage: true } as const;
    if (enforceVisibility && kind !== "tag") return { ...about, outcome: "fail" };
    const notes =
      kind === "tag"
        ? ["This does not stop the update."]
        : ["To stop the update at this, set 'enforceVisibility: true'."];
    return { ...about, outcome: "pass", notes };
  });
  if (state.why.length === 0) return findings;
  const message = "parts of the package's state are unknown";
  return [...findings, { setting, outcome: "unknown", message, cause: state.why.join("; ") }];
}
