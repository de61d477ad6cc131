import * as pulumi from "@pulumi/pulumi";
import { PackageVisibility, type PackageVisibilityArgs } from "../../components";
import type { PackageState } from "../../core/github/packageState";
import { answer, fakeRegistryForEachTest } from "../core/registry/fakeRegistry";
import { isKnown, record, refusedProperty, valueOf } from "./recording";

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

it("outputs what was observed for this digest, and sends no request", async () => {
  const { result, resources, outputs } = await record(async () => {
    const looked = new PackageVisibility("demo", args({ hints: { digest, state } }));
    await valueOf(looked.findings);
    return looked;
  });
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
  const warn = jest.spyOn(console, "warn").mockImplementation();
  const moved = { ...state, digest: `sha256:${"2".repeat(64)}` };
  const { result } = await record(async () => {
    const looked = new PackageVisibility("demo", args({ hints: { digest, state: moved } }));
    await valueOf(looked.findings);
    return looked;
  });
  expect(server.requests.map(({ path }) => path)).toContain("/v2/octo/demo/manifests/latest");
  expect(JSON.stringify(await valueOf(result.findings))).not.toContain("moved");
  // The preflight already reported these findings.
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});

it("sends no request before the first push, and everything is unknown in a preview", async () => {
  await record(async () => {
    const looked = new PackageVisibility("demo", args({ digest: undefined }));
    expect(await valueOf(looked.findings)).toEqual([]);
    expect(await valueOf(looked.actual)).toBeUndefined();
  });
  await record(
    async () => {
      const unknown = pulumi.unknown as unknown as string;
      const looked = new PackageVisibility("demo", args({ digest: pulumi.output(unknown) }));
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
  const warn = jest.spyOn(console, "warn").mockImplementation();
  const observed = { digest: `sha256:${"2".repeat(64)}`, state };
  const { result } = await record(async () => {
    const looked = new PackageVisibility("demo", args({ hints: observed }));
    await valueOf(looked.findings);
    return looked;
  });
  expect(server.requests.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["/user", "/v2/octo/demo/manifests/latest"]),
  );
  expect(await valueOf(result.findings)).toEqual([]);
  const warnings = warn.mock.calls.join();
  expect(warnings).toContain("Octo/demo: parts of the package's state are unknown");
  expect(warnings).toContain("GitHub: missing, or hidden from this token");
  expect(warnings).not.toContain(token);
  warn.mockRestore();
});

it.each([
  [false, ["the tag was moved"], "parts of the package's state are unknown"],
  // With `buildOnPreview`, a preview has a digest that was not pushed.
  [true, [], ""],
])("compares the tag with the pushed digest; in a preview: %s", async (preview, found, warned) => {
  server.handle = ({ url = "" }, response) => {
    if (url.includes("/manifests/"))
      answer(response, 200, "{}", {
        "docker-content-digest": `sha256:${"2".repeat(64)}`,
        "content-length": "2",
      });
    else answer(response, 404, "{}");
  };
  const warn = jest.spyOn(console, "warn").mockImplementation();
  const program = async (): Promise<readonly { readonly message: string }[]> =>
    valueOf(new PackageVisibility("demo", args()).findings);
  const { result } = await record(program, { preview });
  expect(result.map((each) => each.message.split(":")[0])).toEqual(found);
  const warnings = warn.mock.calls.join();
  if (warned === "") expect(warnings).toBe("");
  else expect(warnings).toContain(warned);
  warn.mockRestore();
});

it.each([
  ["owner", { owner: "two words" }],
  ["image", { image: "Demo:1" }],
  ["registry", { registry: "https://ghcr.io" }],
])("rejects an invalid %s", async (path, change) => {
  const program = (): Promise<unknown> => record(() => new PackageVisibility("demo", args(change)));
  expect(await refusedProperty(program)).toBe(path);
});
