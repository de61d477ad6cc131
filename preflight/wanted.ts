import type { Wanted } from "../checks";
import type { Settings } from "../settings";

/** What the settings make the stack touch. */
export function wantedBy(settings: Settings): Wanted {
  const { owner, registry, username, administrator, publisher, repositories, mirrors } = settings;
  const { puller, pullUsername } = settings;
  const images = Object.entries(repositories).flatMap(([name, repository]) =>
    Object.entries(repository.images).map(([image, { tags, version, build, ...source }]) => ({
      setting: `ghcr:repositories.${name}.images.${image}`,
      name: image,
      tags,
      version,
      source,
      isBuiltElsewhere: build === "actions",
    })),
  );
  return {
    owner,
    registry,
    username,
    administrator,
    publisher,
    puller,
    pullUsername,
    repositories: Object.entries(repositories).map(([name, { create }]) => ({
      name,
      isMade: create,
    })),
    images,
    packages: [
      ...images.filter(({ isBuiltElsewhere }) => !isBuiltElsewhere),
      ...Object.keys(mirrors).map((name) => ({ setting: `ghcr:mirrors.${name}`, name })),
    ],
  };
}
