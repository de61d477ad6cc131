import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where a part comes from: this machine, its maker's release, or Go modules. */
export type Origin = "PATH" | "downloaded" | "built";

/** One program of the toolchain, and how it is built if the machine does not have it. */
export interface Part {
  /** The name of the executable. */
  readonly name: string;
  /** What it is for: a column in the table of `npm run toolchain`. */
  readonly purpose: string;
  /** The folder in toolchain/modules that holds its go.mod. */
  readonly folder: string;
  /** The Go package to build. */
  readonly package: string;
  /** The version of what is built, without a leading v. */
  readonly version: string;
  /** Variables that the linker sets, as `name=value`. */
  readonly stamps: readonly string[];
  readonly tags: readonly string[];
  /** Whether it needs a C compiler. */
  readonly cgo: boolean;
  /** Whether it runs in images, which are for Linux on any machine. */
  readonly isForImages?: true;
  /**
   * How long it takes to build on two cores with the modules downloaded, without what it shares with
   * the other parts of its folder.
   */
  readonly seconds: number;
}

const modulesFolder = join(__dirname, "modules");

/**
 * How long it takes to build what the parts of a folder share. They are built in the order of `parts`,
 * and later ones need packages that earlier ones have compiled.
 */
export const sharedSeconds: Readonly<Record<string, number>> = {
  pulumi: 300,
  "docker-build": 120,
  github: 40,
};

/** The folder of a part's Go module. */
export function moduleFolder(part: Pick<Part, "folder">): string {
  return join(modulesFolder, part.folder);
}

/** The version that a folder's go.mod pins. */
function readPinnedVersion(folder: string, module: string): string {
  const text = readFileSync(join(modulesFolder, folder, "go.mod"), "utf8");
  for (const line of text.split("\n")) {
    const [name, version] = line
      .trim()
      .replace(/^require /, "")
      .split(" ");
    if (name === module && version?.startsWith("v")) return version.slice(1);
  }
  throw new Error(`toolchain/modules/${folder}/go.mod does not require ${module}`);
}

interface Recipe {
  readonly name: string;
  readonly purpose: string;
  readonly folder: string;
  /** The module whose version go.mod pins. */
  readonly module: string;
  /** The package inside that module; none for the module's root. */
  readonly path?: string;
  /** The variable that holds the version, and its prefix. */
  readonly stamp?: { readonly variable: string; readonly prefix: "v" | "" };
  readonly tags?: readonly string[];
  readonly seconds: number;
}

function createPart(recipe: Recipe): Part {
  const { name, purpose, folder, module, path, seconds, stamp, tags = [] } = recipe;
  const version = readPinnedVersion(folder, module);
  return {
    name,
    purpose,
    folder,
    package: path === undefined ? module : `${module}/${path}`,
    version,
    stamps: stamp === undefined ? [] : [`${stamp.variable}=${stamp.prefix}${version}`],
    tags,
    cgo: false,
    seconds,
  };
}

const pulumiVersionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

export const pulumi = createPart({
  name: "pulumi",
  purpose: "Pulumi's engine and command line",
  folder: "pulumi",
  module: "github.com/pulumi/pulumi/pkg/v3",
  path: "cmd/pulumi",
  stamp: { variable: pulumiVersionVariable, prefix: "v" },
  seconds: 14,
});

/** Of the command line's version, whose packages it shares. */
export const languageHost: Part = {
  ...pulumi,
  name: "pulumi-language-nodejs",
  purpose: "runs TypeScript programs",
  package: "./pulumi-language-nodejs",
  seconds: 3,
};

export const dockerBuildProvider = createPart({
  name: "pulumi-resource-docker-build",
  purpose: "builds and pushes images",
  folder: "docker-build",
  module: "github.com/pulumi/pulumi-docker-build",
  path: "provider/cmd/pulumi-resource-docker-build",
  stamp: { variable: "github.com/pulumi/pulumi-docker-build/provider.Version", prefix: "" },
  seconds: 12,
});

/** The version of the @pulumi/github package. */
const githubVersion = "6.15.0";

export const githubProvider: Part = {
  name: "pulumi-resource-github",
  purpose: "manages GitHub resources",
  folder: "github",
  package: "./pulumi-resource-github",
  version: githubVersion,
  stamps: [`main.version=${githubVersion}`],
  tags: [],
  cgo: false,
  seconds: 15,
};

export const buildkitd = createPart({
  name: "buildkitd",
  purpose: "builds the layers",
  // The provider contains most of its packages.
  folder: dockerBuildProvider.folder,
  module: "github.com/moby/buildkit",
  path: "cmd/buildkitd",
  stamp: { variable: "github.com/moby/buildkit/version.Version", prefix: "v" },
  seconds: 25,
});

export const runc: Part = {
  name: "runc",
  purpose: "runs the steps of a Dockerfile",
  folder: "runc",
  package: "github.com/opencontainers/runc",
  version: readPinnedVersion("runc", "github.com/opencontainers/runc"),
  stamps: [],
  // Without it every RUN step fails with 'seccomp: config provided but seccomp not supported'.
  tags: ["seccomp"],
  cgo: true,
  seconds: 9,
};

export const registry: Part = {
  ...createPart({
    name: "registry",
    purpose: "stores the sandbox's images",
    folder: "registry",
    module: "github.com/distribution/distribution/v3",
    stamp: { variable: "github.com/distribution/distribution/v3/version.version", prefix: "v" },
    seconds: 30,
  }),
  package: "./registry",
};

export const shell: Part = {
  ...createPart({
    name: "gosh",
    purpose: "a shell for the sandbox's images",
    folder: "shell",
    module: "mvdan.cc/sh/v3",
    path: "cmd/gosh",
    seconds: 4,
  }),
  isForImages: true,
};

export const parts: readonly Part[] = [
  pulumi,
  languageHost,
  githubProvider,
  dockerBuildProvider,
  buildkitd,
  runc,
  registry,
  shell,
];

export const regctl = createPart({
  name: "regctl",
  purpose: "copies images, and asks registries",
  folder: "regctl",
  module: "github.com/regclient/regclient",
  path: "cmd/regctl",
  seconds: 10,
});

export const skopeo = createPart({
  name: "skopeo",
  purpose: "copies images, and asks registries",
  folder: "skopeo",
  module: "github.com/containers/skopeo",
  path: "cmd/skopeo",
  // Check signatures in Go, without btrfs: the alternatives need C libraries (skopeo's install.md).
  tags: ["containers_image_openpgp", "exclude_graphdriver_btrfs"],
  seconds: 55,
});

/** Not named docker-compose: on PATH that is often version 1. */
export const compose = createPart({
  name: "compose",
  purpose: "reads Compose files",
  folder: "compose",
  module: "github.com/docker/compose/v2",
  path: "cmd",
  stamp: { variable: "github.com/docker/compose/v2/internal.Version", prefix: "v" },
  seconds: 88,
});

export const kustomize = createPart({
  name: "kustomize",
  purpose: "reads kustomizations",
  folder: "kustomize",
  module: "sigs.k8s.io/kustomize/kustomize/v5",
  seconds: 25,
});

export const actionlint = createPart({
  name: "actionlint",
  purpose: "checks workflow files",
  folder: "actionlint",
  module: "github.com/rhysd/actionlint",
  path: "cmd/actionlint",
  seconds: 5,
});

/** The provider contains nearly all of its packages. */
export const buildx = createPart({
  name: "docker-buildx",
  purpose: "builds from the bake file",
  folder: dockerBuildProvider.folder,
  module: "github.com/docker/buildx",
  path: "cmd/buildx",
  stamp: { variable: "github.com/docker/buildx/version.Version", prefix: "v" },
  seconds: 5,
});

/** Connects buildx with a BuildKit that runs in a container. */
export const buildctl = createPart({
  name: "buildctl",
  purpose: "controls BuildKit",
  folder: buildkitd.folder,
  module: "github.com/moby/buildkit",
  path: "cmd/buildctl",
  seconds: 3,
});

/** The version of the @pulumi/docker package. */
const dockerVersion = "5.2.0";

/** For mirrors of the daemon's images. Pulumi downloads it for the few who use it. */
export const dockerProvider: Part = {
  name: "pulumi-resource-docker",
  purpose: "manages a Docker daemon",
  folder: "docker",
  package: "./pulumi-resource-docker",
  version: dockerVersion,
  stamps: [`main.version=${dockerVersion}`],
  // Its Compose resources need many more packages.
  tags: ["no_compose"],
  cgo: false,
  seconds: 60,
};

export const tofu = createPart({
  name: "tofu",
  purpose: "an alternative to Pulumi",
  folder: "tofu",
  module: "github.com/opentofu/opentofu",
  path: "cmd/tofu",
  seconds: 210,
});

/** The upstream of the GitHub provider above, with its own version of the plugin SDK. */
export const terraformProvider = createPart({
  name: "terraform-provider-github",
  purpose: "manages GitHub resources, for Terraform and OpenTofu",
  folder: "terraform-provider-github",
  module: "github.com/integrations/terraform-provider-github/v6",
  seconds: 50,
});

/** Third-party clients that only the tests use, to check the sandbox and the generated files. */
export const clients: readonly Part[] = [
  regctl,
  skopeo,
  compose,
  kustomize,
  buildx,
  buildctl,
  dockerProvider,
  actionlint,
  terraformProvider,
];

/**
 * Clients that take too long to build in every test run. What OpenTofu proves about the sandbox,
 * the GitHub provider's own tests prove, too.
 */
export const costlyClients: readonly Part[] = [tofu];
