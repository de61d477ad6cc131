import { pinnedImages, type DeployedImage } from "./image";
import { byKey, printYaml } from "./text";

/**
 * An override file for Docker Compose that pins each service's image, in the shape that
 * `docker compose config --lock-image-digests` writes: services, and of each its image alone.
 */
export function compose(images: readonly DeployedImage[]): string {
  const services = pinnedImages(images).flatMap(({ name, services, pinned }) =>
    services.map((service) => ({ key: service, image: name, value: { image: pinned } })),
  );
  return printYaml({ services: byKey(services, "service") });
}
