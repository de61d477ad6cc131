import * as github from "@pulumi/github";
import { ContainerImage, Mirror, nameRefusals } from "./components";
import { PublishingRepository, shareSecrets } from "./components";
import { preflight } from "./preflight";
import { readSettings } from "./settings";

/** A function, because the preflight must have passed before anything is declared. */
export = async () => {
  const settings = readSettings();
  const { published, seen } = await preflight(settings);

  const { owner, registry, username, token, builder } = settings;
  const to = { owner, registry, username, token };
  await nameRefusals({ registries: [registry] });
  const provider = new github.Provider("github", {
    owner,
    token: settings.githubToken,
    // The other client waits a second after each write and sends one request at a time.
    legacyClient: false,
  });

  const built = Object.entries(settings.repositories).map(([name, repository]) => {
    const publishing = new PublishingRepository(
      name,
      { ...repository, ...seen(repository.secretName, name), owner, repository: name, token },
      { providers: { github: provider } },
    );
    const { source } = publishing;
    const images = Object.entries(repository.images).map(([image, args]) => ({
      image,
      built: new ContainerImage(
        image,
        { ...to, ...args, image, builder, source, published: published.get(image) },
        // The package links itself to the repository at its first push, so that must be there.
        { dependsOn: [publishing] },
      ),
    }));
    return { name, publishing, images };
  });
  const all = built.map(({ publishing }) => publishing);
  shareSecrets(all, { token, seen }, { providers: { github: provider } });
  const mirrors = Object.entries(settings.mirrors).map(([image, args]) => {
    const mirror = new Mirror(image, { ...to, ...args, image });
    return [image, { reference: mirror.reference, pinned: mirror.pinned }] as const;
  });

  const repositories = built.map(
    ({ name, publishing: { source, secretName } }) => [name, { source, secretName }] as const,
  );
  const images = built
    .flatMap((repository) => repository.images)
    .map(({ image, built: { reference, pinned, digest } }) => {
      return [image, { reference, pinned, digest }] as const;
    });
  // What can publish now, and for each image and mirror what people type and what a deployment can
  // trust. Until a mirror was copied there is nothing to pin.
  return {
    repositories: Object.fromEntries(repositories),
    images: Object.fromEntries(images),
    mirrors: Object.fromEntries(mirrors),
  };
};
