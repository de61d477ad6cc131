import { printReference } from "../oci/reference";
import { lastKnownComment, pinnedImages, type DeployedImage } from "./image";
import { printYaml } from "./text";

/**
 * A kustomization.yaml that pins the images in all manifests. It is a Component, because a Component
 * changes the resources of the kustomizations that list it; a Kustomization changes only its own.
 * https://kubectl.docs.kubernetes.io/guides/config_management/components/
 */
export function renderKustomization(images: readonly DeployedImage[]): string {
  const pinned = pinnedImages(images);
  const kustomization = {
    apiVersion: "kustomize.config.k8s.io/v1alpha1",
    kind: "Component",
    images: pinned.map(({ reference: { registry, name, tag }, lastKnownTag = tag, digest }) => ({
      name: printReference({ registry, name }),
      newTag: lastKnownTag,
      digest,
    })),
  };
  const comments = pinned.map((image, index) => ({
    path: ["images", index],
    comment: lastKnownComment(image),
  }));
  return printYaml(kustomization, comments);
}
