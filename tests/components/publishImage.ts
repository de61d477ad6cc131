import { ContainerImage, type ContainerImageArgs } from "../../components";
import { record, type Recording, type RecordOptions } from "./recording";
import type { ComponentResourceOptions } from "@pulumi/pulumi";

export const token = "ghp_exampleexampleexampleexampleexample";
export const source = "https://github.com/F1bonacci66/civilx-universe";
/** The package's name in the registry. */
export const name = "ghcr.io/f1bonacci66/civilx-universe";

/** Records an image with these arguments. The default context does not exist, so git is not used. */
export function publish(
  args: Partial<ContainerImageArgs> = {},
  options: RecordOptions = {},
  opts: ComponentResourceOptions = {},
): Promise<Recording<ContainerImage>> {
  return record(
    () =>
      new ContainerImage(
        "universe",
        {
          owner: "F1bonacci66",
          image: "civilx-universe",
          source,
          context: "nowhere",
          username: "F1bonacci66",
          token,
          ...args,
        },
        opts,
      ),
    options,
  );
}

/** The inputs of the image inside. */
export function imageOf({
  resources,
}: Pick<Recording<unknown>, "resources">): Record<string, unknown> {
  const image = resources.find(({ type }) => type.endsWith(":Image"));
  return image?.inputs as Record<string, unknown>;
}
