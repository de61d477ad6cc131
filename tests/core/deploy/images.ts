import {
  parseLock,
  renderBake,
  renderCompose,
  renderDotenv,
  renderKustomization,
  renderLock,
  type BuiltImage,
  type DeployedImage,
  type DeploymentFileName,
} from "../../../core/deploy";
import { parseReference } from "../../../core/oci/reference";

export const [first, second] = ["1", "2"].map((digit) => `sha256:${digit.repeat(64)}`) as [
  string,
  string,
];

/** An image's reference below one owner. */
function referenceOf(name: string, tag: string): DeployedImage["reference"] {
  return { registry: "ghcr.io", name: `hellocplusplus0/${name}`, tag };
}

export const web: DeployedImage = {
  name: "v7/web",
  reference: referenceOf("v7/web", "1.10"),
  digest: second,
  services: ["web", "worker"],
  platforms: ["linux/amd64", "linux/arm64"],
};

/** A stack of two images, one of them a mirror, and one that is not built yet. */
export const images: readonly DeployedImage[] = [
  web,
  {
    name: "my-postgres",
    reference: referenceOf("my-postgres", "alpine"),
    digest: first,
    services: ["db"],
  },
  { name: "v7/backend", reference: referenceOf("v7/backend", "1.10"), services: ["backend"] },
  { name: "base", reference: referenceOf("base", "1"), digest: first, services: [] },
];

const built: BuiltImage = {
  name: "v7/web",
  definition: { context: "../web", tags: ["ghcr.io/hellocplusplus0/v7/web:1.10"], outputs: [] },
};

/** Every file of a stack of these images. */
export function renderFiles(
  deployed: readonly DeployedImage[],
): Readonly<Record<DeploymentFileName, string>> {
  return {
    compose: renderCompose(deployed),
    dotenv: renderDotenv(deployed),
    kustomization: renderKustomization(deployed),
    bake: renderBake(deployed.length === 0 ? [] : [built]),
    lock: renderLock(deployed),
  };
}

/** The images that a lock holds, to be written again. */
export function imagesIn(text: string): readonly DeployedImage[] {
  return Object.values(parseLock(text)).map((each) => {
    const { tag = "", ...reference } = parseReference(each.reference);
    return { ...each, reference: { ...reference, tag } };
  });
}

/** The same values, with the keys of every map in the opposite order. */
export function reverseKeys<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(reverseKeys) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reverseKeys(each)]),
  ) as Value;
}
