import * as pulumi from "@pulumi/pulumi";
import { ContainerImage } from "../../components/containerImage/containerImage";
import type { DeployableImage } from "../../components/deployment";
import { ExternalImage } from "../../components/externalImage";
import { fillTagRules } from "../../components/internal/tagRules";
import type { PublishingRepository } from "../../components/publishingRepository/publishingRepository";
import { Sources, type ObservedSource } from "../../core/source";
import { needsSource } from "../../core/tags/rules";
import type { DesiredImage, DesiredStack } from "../model";
import type { PreflightResult } from "../preflight";
import { imageSetting } from "../preflight/names";
import { externalImageArguments, imageArguments } from "../arguments";
import type { CheckedImage } from "./packages";
import type { DeclaredRepository } from "./repositories";

/** An image of the stack, with what its outputs need. */
export interface DeclaredImage extends DeployableImage, CheckedImage {
  readonly image: ContainerImage | ExternalImage;
}

/** Declares every image of a stack, each after its repository. */
export function declareImages(
  stack: DesiredStack,
  repositories: readonly DeclaredRepository[],
  preflight: Pick<PreflightResult, "images">,
): readonly DeclaredImage[] {
  return repositories.flatMap(({ name: repository, publishing }) => {
    const images = stack.images.filter((image) => image.repository === repository);
    return images.map((desired) => {
      const { name, services, attested, packageVisibility: visibility } = desired;
      const image = declareImage(desired, stack, publishing, preflight);
      const attestedBy = attested ? `${stack.owner}/${repository}` : undefined;
      const setting = imageSetting(desired);
      const { source } = publishing;
      return { name, image, services, attestedBy, source, setting, visibility };
    });
  });
}

/** Declares the component that the setting `build` asks for. */
function declareImage(
  image: DesiredImage,
  stack: DesiredStack,
  publishing: PublishingRepository,
  preflight: Pick<PreflightResult, "images">,
): ContainerImage | ExternalImage {
  const { name } = image;
  const hints = preflight.images.get(name);
  // The first push links the package to the repository, so the repository must exist.
  const dependsOn = [publishing];
  if (image.build === "actions") {
    const tag = tagToRead(image, stack.version, hints?.observedSource);
    return new ExternalImage(
      name,
      { ...externalImageArguments(image, stack), tag, hints },
      // If the stack built the image before, the state has it as the other component.
      { dependsOn, aliases: [{ type: "ghcr:index:ContainerImage" }] },
    );
  }
  const { source } = publishing;
  return new ContainerImage(
    name,
    { ...imageArguments(image, stack), source, hints },
    { dependsOn },
  );
}

/** The first tag that the rules produce. Git is read only if a rule needs it. */
function tagToRead(
  { tags: rules, context, dockerfile, contexts }: DesiredImage,
  version: string | undefined,
  observed: ObservedSource | undefined,
): pulumi.Input<string> {
  const first = ([tag = ""]: readonly string[]): string => tag;
  if (!needsSource(rules)) return first(fillTagRules(rules, version));
  const facts = observed?.facts ?? new Sources().readFacts({ context, dockerfile, contexts });
  return pulumi.output(facts).apply((resolved) => first(fillTagRules(rules, version, resolved)));
}
