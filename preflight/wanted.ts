import type { Wanted } from "../checks";
import type { Settings } from "../settings";

/** What the settings make the stack touch. */
export function wantedBy(settings: Settings): Wanted {
  const { owner, registry, username, administrator, publisher, repositories, mirrors } = settings;
  return {
    owner,
    registry,
    username,
    administrator,
    publisher,
    repositories: Object.entries(repositories).map(([name, { create }]) => ({
      name,
      isMade: create,
    })),
    packages: [
      ...Object.entries(repositories).flatMap(([name, { images }]) =>
        Object.keys(images).map((image) => ({
          setting: `ghcr:repositories.${name}.images.${image}`,
          name: image,
        })),
      ),
      ...Object.keys(mirrors).map((name) => ({ setting: `ghcr:mirrors.${name}`, name })),
    ],
  };
}
