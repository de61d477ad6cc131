import { serviceOf } from "../../../core/oci/plainName";
import { defaultTags, rulesToRead } from "../../../core/tags/rules";
import type { Secret } from "../../../core/tokens/secret";
import type { DesiredImage, DesiredRepository } from "../../model";
import { imageDefaults } from "../defaults";
import type { ExpandedDefaults } from "../schema";
import type { ExpandedImage } from "../schema/image";

/** The values that complete an image's settings. */
interface ImageContext {
  readonly defaults: ExpandedDefaults;
  readonly version: string | undefined;
  /** The secrets for builds, by name. */
  readonly secrets: ReadonlyMap<string, Secret>;
  /** The image's repository. */
  readonly repository: Pick<DesiredRepository, "name" | "workflow">;
}

/**
 * Fills in what an image's settings leave open: from `ghcr:defaults`, and then from what is built in.
 * A list or a map in the image's settings replaces the one in the defaults: a merged list could never be
 * made shorter.
 */
export function desiredImage(
  name: string,
  image: ExpandedImage,
  { defaults, version, secrets: stored, repository }: ImageContext,
): DesiredImage {
  const settings = { ...defaults, ...image };
  const { build = imageDefaults.build, tags = defaultTags(version) } = settings;
  const isAttested = build === "actions" && repository.workflow?.attest === true;
  const { context, contexts, dockerfile, platforms, target, buildArgs, secrets } = settings;
  const { attested = isAttested, cache = imageDefaults.cache } = settings;
  const { network = imageDefaults.network, buildOnPreview = imageDefaults.buildOnPreview } =
    settings;
  const { packageVisibility, enforceVisibility = imageDefaults.enforceVisibility } = settings;
  const { service: services = [serviceOf(name)] } = settings;
  return {
    name,
    repository: repository.name,
    context,
    dockerfile,
    contexts,
    tags: build === "actions" ? rulesToRead(tags, version) : tags,
    platforms,
    target,
    buildArgs,
    secrets: secrets && secretsById(secrets, stored),
    build,
    attested,
    cache,
    network,
    buildOnPreview,
    packageVisibility,
    enforceVisibility,
    services,
  };
}

/** The secrets by the id that the Dockerfile uses. A name that is not stored is already a problem. */
function secretsById(
  names: Readonly<Record<string, string>>,
  stored: ReadonlyMap<string, Secret>,
): Readonly<Record<string, Secret>> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([id, name]) => {
      const secret = stored.get(name);
      return secret === undefined ? [] : [[id, secret] as const];
    }),
  );
}
