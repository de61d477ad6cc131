import * as github from "@pulumi/github";
import {
  ContainerImage,
  deployment,
  Mirror,
  nameRefusals,
  PublishingRepository,
} from "./components";
import { preflight } from "./preflight";
import { readSettings } from "./settings";

/** A function, because the preflight must have passed before anything is declared. */
export = async () => {
  const settings = readSettings();
  const { published } = await preflight(settings);

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
      { ...repository, owner, repository: name, token },
      { providers: { github: provider } },
    );
    const { source } = publishing;
    const images = Object.entries(repository.images).map(([name, args]) => ({
      name,
      image: new ContainerImage(
        name,
        { ...to, ...args, image: name, builder, source, published: published.get(name) },
        // The package links itself to the repository at its first push, so that must be there.
        { dependsOn: [publishing] },
      ),
      services: args.service,
    }));
    return { name, publishing, images };
  });
  const mirrors = Object.entries(settings.mirrors).map(([name, args]) => {
    const image = new Mirror(name, { ...to, ...args, image: name });
    return { name, image, services: args.service };
  });

  const repositories = built.map(
    ({ name, publishing: { source, secretName } }) => [name, { source, secretName }] as const,
  );
  const images = [...built.flatMap((repository) => repository.images), ...mirrors];
  const login = { registry, username: settings.pullUsername, token: settings.pullToken };
  // What can publish now, and what a deployment reads. Nothing is pinned before it was pushed.
  return { repositories: Object.fromEntries(repositories), ...deployment(images, login) };
};
