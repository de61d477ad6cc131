import type { DesiredImage, DesiredRepository, DesiredStack } from "../../../stack/model";
import { configure, problemsOf, problemsWith, repositoryOf, stackWith } from "./configuring";

interface WithImages extends DesiredRepository {
  /** By name. */
  readonly images: Readonly<Record<string, DesiredImage>>;
}

function repositoryWith(settings: object, more: Record<string, unknown> = {}): WithImages {
  return withImages(stackWith({ repositories: { v7: settings }, ...more }), "v7");
}

function withImages(stack: DesiredStack, name: string): WithImages {
  const inRepository = stack.images.filter(({ repository }) => repository === name);
  const images = Object.fromEntries(inRepository.map((image) => [image.name, image]));
  return { ...repositoryOf(stack, name), images };
}

describe("a repository's workflow", () => {
  it("has all defaults with `true`, and builds the images", () => {
    const { workflow, images } = repositoryWith({
      workflow: true,
      images: { "v7/backend": "backend", "v7/web": { context: "web", build: "pulumi" } },
    });
    expect(workflow).toEqual({
      authentication: "token",
      branch: "main",
      attest: false,
      path: ".github/workflows/publish.yml",
      pullRequest: false,
      secretName: "GHCR_TOKEN",
      overwrite: false,
      images: [
        {
          name: "v7/backend",
          context: "backend",
          tags: ["{{tag}}", "latest"],
          platforms: ["linux/amd64"],
        },
      ],
    });
    expect(images["v7/backend"]).toMatchObject({ build: "actions", attested: false });
    expect(images["v7/web"]?.build).toBe("pulumi");
  });

  it("has the images' settings", () => {
    const ofWorkflow = {
      authentication: "workflow-token",
      branch: "release",
      attest: true,
      path: ".github/workflows/containers.yaml",
      pullRequest: true,
    };
    const ofImage = {
      tags: ["{{version}}", "latest"],
      platforms: ["linux/amd64", "linux/arm64"],
      target: "runtime",
      buildArgs: { PORT: "80" },
    };
    const settings = {
      adopt: "overwrite",
      secretName: "PACKAGES",
      workflow: { ...ofWorkflow, root: "../v7" },
      images: {
        "v7/web": {
          context: "../v7/./web/",
          dockerfile: "../v7/docker/web",
          contexts: { shared: "../v7", base: "docker-image://docker.io/library/alpine:3" },
          ...ofImage,
          packageVisibility: "public",
        },
      },
    };
    const { workflow } = repositoryWith(settings, { version: "v1.2.3" });
    expect(workflow).toEqual({
      ...ofWorkflow,
      secretName: "PACKAGES",
      overwrite: true,
      images: [
        {
          name: "v7/web",
          context: "web",
          dockerfile: "docker/web",
          contexts: { shared: ".", base: "docker-image://docker.io/library/alpine:3" },
          ...ofImage,
          visibility: "public",
        },
      ],
    });
  });

  it("does not depend on the version, which changes with each release", () => {
    const repository = { workflow: true, images: { api: "api" } };
    const one = repositoryWith(repository).workflow;
    expect(repositoryWith(repository, { version: "v1.2.3" }).workflow).toEqual(one);
  });

  it("comes from the defaults, which `false` overrides; the defaults can also set `build`", () => {
    const stack = stackWith({
      defaults: { workflow: { branch: "trunk" } },
      repositories: {
        on: { images: { a: "a" } },
        off: { workflow: false, images: { b: "b" } },
        bare: {},
      },
    });
    const [on, off] = [withImages(stack, "on"), withImages(stack, "off")];
    expect(on.workflow?.branch).toBe("trunk");
    expect(on.images.a?.build).toBe("actions");
    expect([off.workflow, off.images.b?.build]).toEqual([undefined, "pulumi"]);
    expect(repositoryOf(stack, "bare").workflow).toBeUndefined();
    const images = { a: "a", b: { context: "b", build: "actions" } };
    const some = repositoryWith({ workflow: true, images }, { defaults: { build: "pulumi" } });
    expect(some.workflow?.images.map(({ name }) => name)).toEqual(["b"]);
    const all = repositoryWith({ images: { a: "a" } }, { defaults: { build: "actions" } });
    expect([all.workflow, all.images.a?.build]).toEqual([undefined, "actions"]);
  });

  it.each<[boolean, object]>([
    [true, { visibility: "public" }],
    [false, { visibility: "private" }],
    [false, { visibility: "public", workflow: { attest: false } }],
  ])("attests by default if every plan supports it: %s", (attest, settings) => {
    const { workflow, images } = repositoryWith({
      workflow: true,
      images: { a: "a" },
      ...settings,
    });
    expect([workflow?.attest, images.a?.attested]).toEqual([attest, attest]);
  });
});

describe("a workflow that cannot build", () => {
  const at = "ghcr:repositories.v7.images.a";
  const or = "or set 'build: pulumi'";

  it.each<[string, object, string]>([
    [
      "no image at all",
      { workflow: true },
      "ghcr:repositories.v7.workflow: is set, but the repository has no image to build; add one to 'images', or remove this setting",
    ],
    [
      "none that is left to it",
      { workflow: true, images: { a: { context: "a", build: "pulumi" } } },
      "ghcr:repositories.v7.workflow: is set, but every image has 'build: pulumi'; remove that from an image, or remove this setting",
    ],
    [
      "a platform without a runner",
      { workflow: true, images: { a: { context: "a", platforms: ["linux/arm/v7"] } } },
      `${at}.platforms: 'linux/arm/v7' has no native GitHub-hosted runner (only linux/amd64 and linux/arm64 do); remove it, ${or}`,
    ],
    [
      "a folder elsewhere",
      { workflow: true, images: { a: "../clone" } },
      `${at}.context: '../clone' is outside '.', the repository's root; set the root to its clone's folder, for example workflow: {root: ../clone}, and write every path through it`,
    ],
    [
      "a Dockerfile elsewhere",
      { workflow: { root: "../a" }, images: { a: { context: "../a", dockerfile: "Dockerfile" } } },
      `${at}.dockerfile: 'Dockerfile' is outside '../a', the repository's root; set the root to its clone's folder, for example workflow: {root: ../a}, and write every path through it`,
    ],
    [
      "an absolute folder",
      { workflow: true, images: { a: { context: "a", contexts: { shared: "/srv/shared" } } } },
      `${at}.contexts.shared: '/srv/shared' is an absolute path, which a runner does not have; write it relative to this program`,
    ],
    [
      "a secret",
      { workflow: true, images: { a: { context: "a", secrets: { npmrc: "npm" } } } },
      `${at}.secrets: is set, but the workflow cannot read the stack's secrets; remove it, ${or}`,
    ],
    [
      "another network",
      { workflow: true, images: { a: { context: "a", network: "host" } } },
      `${at}.network: 'host' is not supported by the workflow's builder; remove it, ${or}`,
    ],
    [
      "an expression",
      { workflow: true, images: { a: { context: "a", buildArgs: { KEY: "${{ secrets.KEY }}" } } } },
      `${at}.buildArgs.KEY: '\${{ secrets.KEY }}' has '\${{', which GitHub Actions would expand; remove it, ${or}`,
    ],
    [
      "an attestation that it does not make",
      { workflow: { attest: false }, images: { a: { context: "a", attested: true } } },
      `${at}.attested: is true, but the workflow has 'attest: false'; set 'attest: true', or remove this setting`,
    ],
  ])("is reported: %s", (_what, repository, problem) => {
    configure({ "secret-npm": "fakesecret", repositories: { v7: repository } });
    expect(problemsOf()).toEqual([problem]);
  });

  it("is reported for the defaults too", () => {
    configure({
      defaults: { workflow: true, platforms: ["windows/amd64"] },
      repositories: { v7: { images: { a: "a" } } },
    });
    expect(problemsOf()).toEqual([
      `${at}.platforms: 'windows/amd64' has no native GitHub-hosted runner (only linux/amd64 and linux/arm64 do); remove it, ${or}`,
    ]);
  });

  it.each<[string, unknown, string]>([
    ["branch", "a b", "'a b' is not a branch name: use letters, digits, '.', '_', '/' and '-'"],
    ["branch", "-x", "'-x' is not a branch name: use letters, digits, '.', '_', '/' and '-'"],
    [
      "path",
      "publish.yml",
      "'publish.yml' is not a workflow's path: use .github/workflows/NAME.yml",
    ],
    ["root", "/srv/v7", "'/srv/v7' is an absolute path; write it relative to this program"],
    [
      "authentication",
      "tokens",
      "'tokens' is not one of token, workflow-token; did you mean 'token'?",
    ],
    ["attest", "yes", "is the text 'yes'; write true or false, without quotes"],
  ])("is reported: %s %j", (name, value, response) => {
    configure({ repositories: { v7: { workflow: { [name]: value }, images: { a: "a" } } } });
    expect(problemsOf()).toContain(`ghcr:repositories.v7.workflow.${name}: ${response}`);
  });

  it.each([null, "yes", 3])("is rejected unless it is a workflow: %j", (workflow) => {
    expect(problemsWith({ repositories: { v7: { workflow, images: { a: "a" } } } })).toEqual([
      expect.stringMatching(
        /^ghcr:repositories\.v7\.workflow: is .*; expected true, false or a map/,
      ),
    ]);
  });
});

describe("its cleanup", () => {
  const withCleanup = (cleanup: unknown, more: Record<string, unknown> = {}) =>
    repositoryWith({ workflow: { cleanup }, images: { app: "app" } }, more).workflow?.cleanup;
  const all = {
    schedule: "23 3 * * SUN",
    olderThan: "90 days",
    keepUntagged: 10,
    keepTags: [],
    delete: false,
  };

  it("does not exist by default, and has all defaults with `true`", () => {
    expect(withCleanup(undefined)).toBeUndefined();
    expect(withCleanup(false)).toBeUndefined();
    expect(withCleanup(true)).toEqual(all);
    expect(withCleanup({})).toEqual(all);
  });

  it("has the settings that are set, also in the defaults", () => {
    const settings = { olderThan: "1 year", keepUntagged: 0, keepTagged: 3, keepTags: ["v*"] };
    expect(withCleanup({ ...settings, delete: true })).toEqual({
      ...all,
      ...settings,
      delete: true,
    });
    const shared = { defaults: { workflow: { cleanup: true } } };
    const { workflow } = repositoryWith({ images: { app: "app" } }, shared);
    expect(workflow?.cleanup).toEqual(all);
  });

  it.each<[object, string]>([
    [{ olderThan: "90" }, "olderThan: '90' is not an age: write a number and days"],
    [{ keepUntagged: -1 }, "keepUntagged: -1 is not a number of versions to keep"],
    [{ keepTagged: "3" }, "keepTagged: is the text '3'; expected a number"],
    [{ keepTags: ["a,b"] }, "keepTags.0: 'a,b' is not a tag"],
    [{ schedule: "weekly" }, "schedule: 'weekly' is not a cron expression"],
    [{ secretName: "GITHUB_TOKEN" }, "secretName: 'GITHUB_TOKEN' "],
    [{ delet: true }, "delet: is not a valid setting; did you mean 'delete'?"],
  ])("is rejected as %j", (cleanup, response) => {
    configure({ repositories: { v7: { workflow: { cleanup }, images: { app: "app" } } } });
    expect(problemsOf()).toEqual([
      expect.stringContaining(`ghcr:repositories.v7.workflow.cleanup.${response}`),
    ]);
  });
});
