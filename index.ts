import * as github from "@pulumi/github";
import { ContainerImage, Mirror, PublishingRepository } from "./components";
import { readSettings } from "./settings";

const settings = readSettings();

const provider = new github.Provider("github", {
  owner: settings.owner,
  token: settings.githubToken,
  // The other client waits a second after each write and sends one request at a time.
  legacyClient: false,
});

const { owner, registry, username, token, builder } = settings;

const built = Object.entries(settings.repositories).map(([name, repository]) => {
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

/** The repositories that can publish now, and the name of the secret that holds their token. */
export const repositories = Object.fromEntries(
  built.map(({ name, publishing }) => [
    name,
    { source: publishing.source, secretName: publishing.secretName },
  ]),
);

/** For each image: what people type, and the pinned reference that a deployment can trust. */
export const images = Object.fromEntries(
  built
    .flatMap((repository) => repository.images)
    .map(({ image, built: { reference, pinned, digest } }) => [
      image,
      { reference, pinned, digest },
    ]),
);

/** For each mirror the same; until it was copied there is nothing to pin. */
export const mirrors = Object.fromEntries(
  Object.entries(settings.mirrors).map(([image, args]) => {
    const mirror = new Mirror(image, { ...args, image, owner, registry, username, token });
    return [image, { reference: mirror.reference, pinned: mirror.pinned }];
  }),
);
