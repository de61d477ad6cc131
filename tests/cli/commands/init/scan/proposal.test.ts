import {
  proposeImages,
  type ProposedRepository,
} from "../../../../../cli/commands/init/scan/proposal";
import { selectImages, chooseOwner } from "../../../../../cli/commands/init/settings/selection";

/** A repository at /projects/v7 with Dockerfiles at these paths, beside the program. */
function propose(
  files: readonly string[],
  {
    origin = { owner: "Octo", name: "V7" },
    named,
    program = "/projects/infra",
  }: {
    origin?: { owner: string; name: string } | undefined;
    named?: string;
    program?: string;
  } = {},
): ProposedRepository {
  const dockerfiles = files.map((file) => {
    const [, folder = "", name = file] = /^(?:(.*)\/)?([^/]+)$/.exec(file) ?? [];
    const [, variant] = /^(.+)\.Dockerfile$/.exec(name) ?? [];
    return {
      dockerfile: `/projects/v7/${file}`,
      context: folder === "" ? "/projects/v7" : `/projects/v7/${folder}`,
      ...(variant === undefined ? {} : { variant }),
    };
  });
  return proposeImages({ root: "/projects/v7", isGit: true, dockerfiles }, origin, {
    program,
    requestedName: named,
  });
}

const listNames = ({ images }: ProposedRepository): readonly string[] =>
  images.map(({ name }) => name);

it("a single Dockerfile is the repository's image, in any folder", () => {
  for (const [file, rest] of [
    ["Dockerfile", { context: "../v7" }],
    ["deploy/Dockerfile", { context: "../v7/deploy" }],
    ["Containerfile", { context: "../v7", dockerfile: "../v7/Containerfile" }],
    ["api.Dockerfile", { context: "../v7", dockerfile: "../v7/api.Dockerfile" }],
  ] as const) {
    expect(propose([file])).toEqual({
      name: "V7",
      owner: "Octo",
      root: "../v7",
      images: [{ name: "v7", ...rest }],
      skipped: [],
    });
  }
});

it("several are distinguished by their folders or names", () => {
  const files = [
    "Dockerfile",
    "backend/Dockerfile",
    "services/Web UI/Dockerfile",
    "job.Dockerfile",
  ];
  expect(listNames(propose(files))).toEqual(["v7", "v7/backend", "v7/web-ui", "v7/job"]);
  expect(listNames(propose(["a/api/Dockerfile", "b/api/Dockerfile"]))).toEqual([
    "v7/a/api",
    "v7/b/api",
  ]);
});

it("a Dockerfile for development does not change the name of the other one", () => {
  expect(listNames(propose(["Dockerfile", "dev.Dockerfile"]))).toEqual(["v7", "v7/dev"]);
  expect(listNames(propose(["app/Dockerfile", "test/Dockerfile"]))).toEqual(["v7", "v7/test"]);
});

it("without a name in git it has the given name, or the folder's", () => {
  const { owner, ...rest } = proposeImages(
    {
      root: "/projects/v7",
      isGit: false,
      dockerfiles: [{ dockerfile: "/projects/v7/Dockerfile", context: "/projects/v7" }],
    },
    undefined,
    { program: "/projects/v7/infra" },
  );
  expect(owner).toBeUndefined();
  expect(rest).toMatchObject({ name: "v7", root: "..", images: [{ name: "v7", context: ".." }] });
  expect(listNames(propose(["Dockerfile"], { named: "other" }))).toEqual(["other"]);
});

it("in the program's own repository, paths are relative to it", () => {
  expect(propose(["Dockerfile", "web/x.Dockerfile"], { program: "/projects/v7" })).toMatchObject({
    root: ".",
    images: [
      { name: "v7", context: "." },
      { name: "v7/x", context: "web", dockerfile: "web/x.Dockerfile" },
    ],
  });
});

it("two with the same name are not merged", () => {
  const { images, skipped } = propose(["web/Dockerfile", "web/Containerfile"]);
  expect(images).toHaveLength(1);
  expect(skipped).toEqual([
    "../v7/web/Containerfile: 'v7/web' is already the name of another image",
  ]);
});

it("an invalid name is skipped, with the reason", () => {
  expect(propose(["Dockerfile"], { origin: { owner: "Octo", name: "___" } })).toMatchObject({
    images: [],
    skipped: ["../v7/Dockerfile: '' is empty"],
  });
});

describe("the owner", () => {
  const createRepository = (owner: string | undefined): ProposedRepository => ({
    ...propose(["Dockerfile"]),
    ...(owner === undefined ? {} : { owner }),
  });

  it("is the named one, the stack's, or the one that git names most often", () => {
    const found = [createRepository("one"), createRepository("Two"), createRepository("two")];
    expect(chooseOwner("named", "written", found)).toBe("named");
    expect(chooseOwner(undefined, "written", found)).toBe("written");
    expect(chooseOwner(undefined, undefined, found)).toBe("Two");
    expect(chooseOwner(undefined, undefined, [])).toBeUndefined();
  });

  it("is the only one of a stack: other owners' repositories are skipped", () => {
    const { repositories, skipped } = selectImages(
      [createRepository("one"), createRepository("OCTO")],
      "octo",
      undefined,
    );
    expect(repositories.map(({ owner }) => owner)).toEqual(["OCTO"]);
    expect(skipped).toEqual([
      "one/V7: belongs to one, and a stack has one owner; to create a stack for it: --owner one --stack NAME",
    ]);
  });
});

describe("the images", () => {
  const found = [propose(["Dockerfile", "web/Dockerfile", "dev.Dockerfile"])];
  const selectNames = (names?: readonly string[]): readonly string[] =>
    selectImages(found, "octo", names).repositories.flatMap(listNames);

  it("are all but those for development, or the named ones", () => {
    expect(selectNames()).toEqual(["v7", "v7/web"]);
    expect(selectImages(found, "octo", undefined).skipped).toEqual([
      "v7/dev: is for development, by its name; to include it: --image v7/dev",
    ]);
    expect(selectNames(["V7/dev"])).toEqual(["v7/dev"]);
    expect(selectImages(found, "octo", ["v7/dev"]).skipped).toEqual([]);
  });

  it("are reported all at once if they do not exist", () => {
    expect(selectImages(found, "octo", ["v7/wep", "nonsense"]).problems).toEqual([
      "--image: 'v7/wep' was not found; did you mean 'v7/web'?",
      "--image: 'nonsense' was not found; found: v7, v7/web, v7/dev",
    ]);
    expect(selectImages([], "octo", ["a"]).problems).toEqual([
      "--image: 'a' was not found; there are no images",
    ]);
  });

  it("a repository without images is left out", () => {
    expect(selectImages(found, "octo", []).repositories).toEqual([]);
  });
});
