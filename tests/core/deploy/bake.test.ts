import { renderBake, type BuildDefinition } from "../../../core/deploy";
import { reverseKeys } from "./images";

const plain: BuildDefinition = {
  context: "../api",
  tags: ["ghcr.io/o/v7/backend:1.10", "ghcr.io/o/v7/backend:latest"],
  outputs: ["type=registry,oci-mediatypes=true"],
};

function targetOf(changed: Partial<BuildDefinition>, name = "v7/backend"): unknown {
  const file = JSON.parse(renderBake([{ name, definition: { ...plain, ...changed } }])) as {
    target: Record<string, unknown>;
  };
  return Object.values(file.target)[0];
}

const least = {
  context: "../api",
  tags: plain.tags,
  attest: ["type=provenance,disabled=true"],
  output: plain.outputs,
};

it("a target contains only what the build sets", () => {
  expect(targetOf({})).toEqual(least);
});

it.each<[keyof BuildDefinition, Partial<BuildDefinition>, object]>([
  ["contexts", { contexts: { base: "../base" } }, { contexts: { base: "../base" } }],
  ["dockerfile", { dockerfile: "docker/a" }, { dockerfile: "cwd://docker/a" }],
  ["dockerfileInline", { dockerfileInline: "FROM x" }, { "dockerfile-inline": "FROM x" }],
  ["target", { target: "built" }, { target: "built" }],
  ["args", { args: { B: "2", A: "1" } }, { args: { A: "1", B: "2" } }],
  ["labels", { labels: { a: "b" } }, { labels: { a: "b" } }],
  ["platforms", { platforms: ["linux/arm64"] }, { platforms: ["linux/arm64"] }],
  [
    "secrets",
    { secrets: ["npm.rc", "a", "npm-rc"] },
    {
      secret: [
        "id=a,env=SECRET_V7_BACKEND_A",
        "id=npm-rc,env=SECRET_V7_BACKEND_NPM_RC",
        "id=npm.rc,env=SECRET_V7_BACKEND_NPM_RC_2",
      ],
    },
  ],
  ["ssh", { ssh: ["default"] }, { ssh: ["default"] }],
  ["network", { network: "none" }, { network: "none" }],
  ["extraHosts", { extraHosts: { a: "1.2.3.4" } }, { "extra-hosts": { a: "1.2.3.4" } }],
  ["cacheFrom", { cacheFrom: ["type=gha"] }, { "cache-from": ["type=gha"] }],
  ["cacheTo", { cacheTo: ["type=inline"] }, { "cache-to": ["type=inline"] }],
  ["pull", { pull: true }, { pull: true }],
  ["noCache", { noCache: true }, { "no-cache": true }],
])("%s becomes bake's attribute", (_name, changed, attributes) => {
  expect(targetOf(changed)).toEqual({ ...least, ...attributes });
});

it("escapes what bake would read as a template", () => {
  expect(targetOf({ args: { A: "${B} %{C} $D" }, labels: { "${x}": "y" } })).toMatchObject({
    args: { A: "$${B} %%{C} $D" },
    labels: { "$${x}": "y" },
  });
});

it("renders the same bytes in any order, and builds all images in its default group", () => {
  const definition = { ...plain, args: { A: "1", B: "2" }, labels: { a: "1", b: "2" } };
  const images = ["v7/web", "v7/backend", "api"].map((name) => ({ name, definition }));
  const file = renderBake(images);
  expect(renderBake([...images].reverse())).toBe(file);
  expect(renderBake(reverseKeys(images))).toBe(file);
  expect(JSON.parse(file)).toMatchObject({
    group: { default: { targets: ["api", "v7-backend", "v7-web"] } },
  });
});

it("throws for two images with one target", () => {
  const images = ["v7/web", "v7-web"].map((name) => ({ name, definition: plain }));
  expect(() => renderBake(images)).toThrow("'v7/web' and 'v7-web' both have the target 'v7-web'");
});
