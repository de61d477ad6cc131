import { plainName } from "../oci/plainName";
import { pinnedImages, type DeployedImage } from "./image";
import { collectByKey } from "./text";

/** The variable that holds an image's pinned reference: `IMAGE_V7_BACKEND` for `v7/backend`. */
export function imageVariable(name: string): string {
  return `IMAGE_${plainName(name).replaceAll("-", "_").toUpperCase()}`;
}

/** An environment file for `docker compose --env-file`, `docker run --env-file` and shells. */
export function renderDotenv(images: readonly DeployedImage[]): string {
  const variables = pinnedImages(images).map(({ name, pinned }) => ({
    key: imageVariable(name),
    image: name,
    value: pinned,
  }));
  return [...collectByKey(variables, "variable")]
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
}
