import * as pulumi from "@pulumi/pulumi";
import type { ContainerImageArgs, ContainerImageHints } from "../../components/containerImage/args";
import { ContainerImage } from "../../components/containerImage/containerImage";
import { ExternalImage, type ExternalImageHints } from "../../components/externalImage";
import { fillTagRules } from "../../components/internal/tagRules";
import type { PublishingRepository } from "../../components/publishingRepository/publishingRepository";
import { Sources, type SourceLook } from "../../core/source";
import { needsSource } from "../../core/tags/rules";
import type { ImageSettings } from "../settings";

/** What is the same for all images of a stack. */
type Shared = Pick<ContainerImageArgs, "registry" | "owner" | "username" | "token" | "builder">;

/** What a preflight learned of an image. */
interface Preflight
  extends Pick<ContainerImageHints, "pass" | "last">, Pick<ExternalImageHints, "published"> {
  readonly look?: SourceLook;
}

/** Declares the component that the setting `build` asks for. */
export function declareImage(
  name: string,
  settings: ImageSettings,
  { builder, ...shared }: Shared,
  publishing: PublishingRepository,
  { look, published, pass, last }: Preflight,
): ContainerImage | ExternalImage {
  // The package links itself to the repository at its first push, so that must be there.
  const dependsOn = [publishing];
  if (settings.build === "actions") {
    const tag = tagToRead(settings, look);
    return new ExternalImage(
      name,
      { ...shared, image: name, tag, hints: { published } },
      // Before, and where the stack itself built it, it is in the state as the other component.
      { dependsOn, aliases: [{ type: "ghcr:index:ContainerImage" }] },
    );
  }
  const { version, tags, context, dockerfile, contexts, platforms, target } = settings;
  const { buildArgs, secrets, cache, network, buildOnPreview } = settings;
  const { source } = publishing;
  return new ContainerImage(
    name,
    {
      ...{ ...shared, image: name, version, tags, source, context, dockerfile, contexts },
      ...{ platforms, target, buildArgs, secrets, cache, network, buildOnPreview, builder },
      hints: { observedSource: look, pass, last },
    },
    { dependsOn },
  );
}

/** The first tag that the rules give. Git is asked only where one of them is made of its answer. */
function tagToRead(
  { tags: rules, version, context, dockerfile, contexts }: ImageSettings,
  look: SourceLook | undefined,
): pulumi.Input<string> {
  const first = ([tag = ""]: readonly string[]): string => tag;
  if (!needsSource(rules)) return first(fillTagRules(rules, version));
  const facts = look?.facts ?? new Sources().facts({ context, dockerfile, contexts });
  return pulumi.output(facts).apply((known) => first(fillTagRules(rules, version, known)));
}
