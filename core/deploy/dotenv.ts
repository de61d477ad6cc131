import { plainName } from "../oci/plainName";
import { lastKnownComment, pinnedImages, type DeployedImage } from "./image";
import { collectByKey } from "./text";

/** The variable that holds an image's pinned reference: `IMAGE_V7_BACKEND` for `v7/backend`. */
export function imageVariable(name: string): string {
  return `IMAGE_${plainName(name).replaceAll("-", "_").toUpperCase()}`;
}

/** An environment file for `docker compose --env-file`, `docker run --env-file` and shells. */
export function renderDotenv(images: readonly DeployedImage[]): string {
  const variables = pinnedImages(images).map((image) => ({
    key: imageVariable(image.name),
    image: image.name,
    value: image,
  }));
  return [...collectByKey(variables, "variable")]
    .flatMap(([name, image]) => {
      const comment = lastKnownComment(image);
      return [...(comment === undefined ? [] : [`#${comment}`]), `${name}=${image.pinned}`];
    })
    .join("\n");
}
