import type {
  DesiredImage,
  DesiredMirror,
  DesiredPublishWorkflow,
  DesiredRepository,
  DesiredStack,
} from "../../stack/model";
import { Token } from "../../core/tokens/token";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../sandbox/seed";

/** A stack that is empty except for a test's changes. */
export function desiredStack(change: Partial<DesiredStack> = {}): DesiredStack {
  return {
    owner: "F1bonacci66",
    registry: "localhost:1",
    apiAddress: "http://localhost:1",
    username: "F1bonacci66",
    pullUsername: "F1bonacci66",
    preflight: "strict",
    releases: "fixed",
    credentials: {
      admin: new Token(ADMINISTRATOR_TOKEN),
      publish: new Token(PUBLISHER_TOKEN),
    },
    repositories: [],
    images: [],
    mirrors: [],
    ...change,
  };
}

/** A repository that is only referred to, with all defaults. */
export function desiredRepository(
  name: string,
  change: Partial<DesiredRepository> = {},
): DesiredRepository {
  return {
    name,
    create: false,
    autoInit: true,
    adopt: false,
    mayOverwrite: false,
    secretName: "GHCR_TOKEN",
    secretScope: "repository",
    ...change,
  };
}

/** An image that an update builds from the repository of its name. */
export function desiredImage(name: string, change: Partial<DesiredImage> = {}): DesiredImage {
  return {
    name,
    repository: name,
    context: "examples/assets",
    tags: ["latest"],
    build: "pulumi",
    attested: false,
    cache: "registry",
    network: "default",
    buildOnPreview: false,
    enforceVisibility: false,
    services: [],
    ...change,
  };
}

/** A mirror that is copied between registries. */
export function desiredMirror(
  name: string,
  from: DesiredMirror["from"],
  change: Partial<DesiredMirror> = {},
): DesiredMirror {
  return { name, from, tags: ["16"], mode: "copy", services: [], ...change };
}

/** A workflow that is committed to main. */
export function desiredWorkflow(
  change: Partial<DesiredPublishWorkflow> = {},
): DesiredPublishWorkflow {
  return {
    authentication: "token",
    branch: "main",
    attest: false,
    path: ".github/workflows/publish.yml",
    pullRequest: false,
    secretName: "GHCR_TOKEN",
    overwrite: false,
    images: [],
    ...change,
  };
}
