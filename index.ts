import * as github from "@pulumi/github";
import { ContainerImage, Mirror, PublishingRepository } from "./components";
import { preflight } from "./preflight";
import { readSettings } from "./settings";

/** A function, because the preflight must have passed before anything is declared. */
export = async () => {
  const settings = readSettings();
  await preflight(settings);

  const { owner, registry, username, token, builder } = settings;
  const provider = new github.Provider("github", {
    owner,
    token: settings.githubToken,
    // The other client waits a second after each write and sends one request at a time.
    legacyClient: false,
  });

  const repositories = Object.entries(settings.repositories).map(([name, repository]) => {
    const publishing = new PublishingRepository(
      name,
      { ...repository, owner, repository: name, token },
      { providers: { github: provider } },
    );
    const images = Object.entries(repository.images).map(([image, args]) => ({
      image,
      built: new ContainerImage(
        image,
        { ...args, image, owner, registry, source: publishing.source, username, token, builder },
        // The package links itself to the repository at its first push, so that must be there.
        { dependsOn: [publishing] },
      ),
    }));
    return { name, publishing, images };
  });
  const images = repositories.flatMap((repository) => repository.images);
  const mirrors = Object.entries(settings.mirrors).map(([image, args]) => ({
    image,
    mirror: new Mirror(image, { ...args, image, owner, registry, username, token }),
  }));

  return {
    /** The repositories that can publish now, and the name of the secret that holds their token. */
    repositories: Object.fromEntries(
      repositories.map(({ name, publishing: { source, secretName } }) => [
        name,
        { source, secretName },
      ]),
    ),
    /** For each image: what people type, and the pinned reference that a deployment can trust. */
    images: Object.fromEntries(
      images.map(({ image, built: { reference, pinned, digest } }) => [
        image,
        { reference, pinned, digest },
      ]),
    ),
    /** For each mirror the same; until it was copied there is nothing to pin. */
    mirrors: Object.fromEntries(
      mirrors.map(({ image, mirror: { reference, pinned } }) => [image, { reference, pinned }]),
    ),
  };
};
