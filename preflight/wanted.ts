import type { Wanted, WantedRepository } from "../checks";
import type { RepositorySettings, Settings } from "../settings";

/** What the settings make the stack touch. */
export function wantedBy(settings: Settings): Wanted {
  const { owner, registry, username, administrator, publisher, repositories, mirrors } = settings;
  const { puller, pullUsername } = settings;
  const images = Object.entries(repositories).flatMap(([name, repository]) =>
    Object.entries(repository.images).map(([image, settingsOfImage]) => {
      const { tags, version, build, packageVisibility, enforceVisibility } = settingsOfImage;
      const { context, dockerfile, contexts } = settingsOfImage;
      return {
        setting: `ghcr:repositories.${name}.images.${image}`,
        name: image,
        tags,
        version,
        source: { context, dockerfile, contexts },
        isBuiltElsewhere: build === "actions",
        ...(packageVisibility && {
          look: {
            visibility: packageVisibility,
            isEnforced: enforceVisibility,
            repository: `${owner}/${name}`,
          },
        }),
      };
    }),
  );
  return {
    owner,
    registry,
    username,
    administrator,
    publisher,
    puller,
    pullUsername,
    repositories: Object.entries(repositories).map(wantedRepository),
    images,
    packages: [
      ...images.filter(({ isBuiltElsewhere }) => !isBuiltElsewhere),
      ...Object.keys(mirrors).map((name) => ({ setting: `ghcr:mirrors.${name}`, name })),
    ],
  };
}

function wantedRepository([name, settings]: [string, RepositorySettings]): WantedRepository {
  const { create, adopt, mayOverwrite, secretScope, protectTags, onDestroy } = settings;
  const { description, visibility, workflowPermissions, approvePullRequests } = settings;
  return {
    name,
    isMade: create,
    adoption: adopt ? (mayOverwrite ? "overwriting" : "as it is") : undefined,
    description,
    visibility,
    workflowPermissions,
    approvePullRequests,
    sharesSecret: secretScope === "organization",
    protectsTags: protectTags !== undefined,
    isDeletedAtTheEnd: (create || adopt) && onDestroy === "delete",
  };
}
