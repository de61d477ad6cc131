import { PackageVisibility, type PackageVisibilityArgs } from "../../components";
import type { PackageState } from "../../core/github/packageState";
import { answer, fakeRegistryForEachTest } from "../core/registry/fakeRegistry";
import {
  collectWarnings,
  isKnown,
  record,
  refusedProperty,
  unknownText,
  valueOf,
} from "./recording";
import type { Recording, RecordOptions } from "./recording";

const token = "ghp_examplepublisherexampleexampleexamp";
const digest = `sha256:${"1".repeat(64)}`;

const state: PackageState = {
  visibility: "private",
  repository: false,
  isPublic: false,
  digest,
  page: "https://github.com/users/Octo/packages/container/demo/settings",
  why: [],
};

const server = fakeRegistryForEachTest();
const warnings = collectWarnings();
const another = `sha256:${"2".repeat(64)}`;

function args(change: Partial<PackageVisibilityArgs> = {}): PackageVisibilityArgs {
  return {
    registry: server.host,
    api: `http://${server.host}/`,
    owner: "Octo",
    image: "demo",
    visibility: "public",
    source: "https://github.com/Octo/demo",
    tag: "latest",
    digest,
    username: "Octo",
    token,
    ...change,
  };
}

/** Records the component until it has evaluated the package. */
function look(
  change: Partial<PackageVisibilityArgs> = {},
  options: RecordOptions = {},
): Promise<Recording<PackageVisibility>> {
  return record(async () => {
    const looked = new PackageVisibility("demo", args(change));
    await valueOf(looked.findings);
    return looked;
  }, options);
}

it("outputs what was observed for this digest, and sends no request", async () => {
  const { result, resources, outputs } = await look({ hints: { digest, state } });
  expect(resources.map(({ type, name }) => `${type} ${name}`)).toEqual([
    "ghcr:index:PackageVisibility demo",
  ]);
  expect(server.requests).toEqual([]);
  expect(await valueOf(result.actual)).toBe("private");
  expect(await valueOf(result.isPublic)).toBe(false);
  expect(await valueOf(result.repository)).toBeUndefined();
  expect((await valueOf(result.findings)).map(({ message }) => message)).toEqual([
    "the package is private, but public is required",
    "the package is not linked to a repository",
  ]);
  expect(JSON.stringify(outputs)).not.toContain(token);
});

it("reads the package again if the tag was moved, because the update may have restored it", async () => {
  server.handle = (_request, response) => {
    answer(response, 200, "{}", { "docker-content-digest": digest });
  };
  const { result } = await look({ hints: { digest, state: { ...state, digest: another } } });
  expect(server.requests.map(({ path }) => path)).toContain("/v2/octo/demo/manifests/latest");
  expect(JSON.stringify(await valueOf(result.findings))).not.toContain("moved");
  // The preflight already reported these findings.
  expect(warnings).toEqual([]);
});

it("sends no request before the first push, and everything is unknown in a preview", async () => {
  const { result } = await look({ digest: undefined });
  expect(await valueOf(result.findings)).toEqual([]);
  expect(await valueOf(result.actual)).toBeUndefined();
  await record(
    async () => {
      const looked = new PackageVisibility("demo", args({ digest: unknownText() }));
      expect(await isKnown(looked.findings)).toBe(false);
    },
    { preview: true },
  );
  expect(server.requests).toEqual([]);
});

it("asks GitHub and the registry about another digest, and reports why something is unknown", async () => {
  server.handle = (_request, response) => {
    answer(response, 404, "{}");
  };
  const { result } = await look({ hints: { digest: another, state } });
  expect(server.requests.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["/user", "/v2/octo/demo/manifests/latest"]),
  );
  expect(await valueOf(result.findings)).toEqual([]);
  expect(warnings.join()).toContain("Octo/demo: parts of the package's state are unknown");
  expect(warnings.join()).toContain("GitHub: missing, or hidden from this token");
  expect(warnings.join()).not.toContain(token);
});

it.each([
  [false, ["the tag was moved"], "parts of the package's state are unknown"],
  // With `buildOnPreview`, a preview has a digest that was not pushed.
  [true, [], ""],
])("compares the tag with the pushed digest; in a preview: %s", async (preview, found, warned) => {
  server.handle = ({ url = "" }, response) => {
    if (url.includes("/manifests/"))
      answer(response, 200, "{}", { "docker-content-digest": another, "content-length": "2" });
    else answer(response, 404, "{}");
  };
  const { result } = await look({}, { preview });
  const findings = await valueOf(result.findings);
  expect(findings.map((each) => each.message.split(":")[0])).toEqual(found);
  if (warned === "") expect(warnings).toEqual([]);
  else expect(warnings.join()).toContain(warned);
});

it.each([
  ["owner", { owner: "two words" }],
  ["image", { image: "Demo:1" }],
  ["registry", { registry: "https://ghcr.io" }],
])("rejects an invalid %s", async (path, change) => {
  const program = (): Promise<unknown> => record(() => new PackageVisibility("demo", args(change)));
  expect(await refusedProperty(program)).toBe(path);
});
