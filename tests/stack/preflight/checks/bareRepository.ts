import type { WantedRepository } from "../../../../stack/preflight/wanted";

/** A repository that is only referred to, where its settings say no more than its name. */
export function bareRepository(name: string): WantedRepository {
  const secret = { secretName: "GHCR_TOKEN", secretScope: "repository" } as const;
  return { name, ...secret, create: false, adopt: false, mayOverwrite: false };
}
