import { parse } from "yaml";
import {
  parseLock,
  renderCompose,
  renderDotenv,
  renderKustomization,
  renderLock,
  type DeployedImage,
} from "../../../core/deploy";
import { first, images, reverseKeys, second, web } from "./images";

const registry = "ghcr.io/hellocplusplus0";

it("compose pins each service that has an image with a digest, and names no other", () => {
  expect(renderCompose(images)).toBe(
    [
      "services:",
      "  db:",
      `    image: ${registry}/my-postgres:alpine@${first}`,
      "  web:",
      `    image: ${registry}/v7/web:1.10@${second}`,
      "  worker:",
      `    image: ${registry}/v7/web:1.10@${second}`,
    ].join("\n"),
  );
});

it("dotenv has a variable for each image with a digest, and no other", () => {
  expect(renderDotenv(images)).toBe(
    [
      `IMAGE_BASE=${registry}/base:1@${first}`,
      `IMAGE_MY_POSTGRES=${registry}/my-postgres:alpine@${first}`,
      `IMAGE_V7_WEB=${registry}/v7/web:1.10@${second}`,
    ].join("\n"),
  );
});

it("kustomization pins by package, as a component that others list", () => {
  expect(parse(renderKustomization(images))).toEqual({
    apiVersion: "kustomize.config.k8s.io/v1alpha1",
    kind: "Component",
    images: [
      { name: `${registry}/base`, newTag: "1", digest: first },
      { name: `${registry}/my-postgres`, newTag: "alpine", digest: first },
      { name: `${registry}/v7/web`, newTag: "1.10", digest: second },
    ],
  });
  // To YAML 1.10 is a number, and would be the tag 1.1.
  expect(renderKustomization(images)).toContain('newTag: "1.10"');
});

describe("an image whose tag cannot be read", () => {
  const kept = [{ ...web, lastKnownTag: "1.9" }];
  const comment = `# ${registry}/v7/web:1.10 could not be read, so the last known image stays pinned.`;
  const pinned = `${registry}/v7/web:1.9@${second}`;

  it("is the last known one in compose, with a comment at each service", () => {
    const service = [`    ${comment}`, `    image: ${pinned}`];
    expect(renderCompose(kept)).toBe(
      ["services:", "  web:", ...service, "  worker:", ...service].join("\n"),
    );
  });

  it("is the last known one in dotenv, with a comment", () => {
    expect(renderDotenv(kept)).toBe(`${comment}\nIMAGE_V7_WEB=${pinned}`);
  });

  it("is the last known one in kustomization, with a comment", () => {
    const lines = renderKustomization(kept).split("\n").slice(2);
    expect(lines).toEqual([
      "images:",
      `  ${comment}`,
      `  - name: ${registry}/v7/web`,
      '    newTag: "1.9"',
      `    digest: ${second}`,
    ]);
  });

  it("is marked in the lock", () => {
    const reference = `${registry}/v7/web:1.10`;
    expect(parseLock(renderLock(kept))["v7/web"]).toMatchObject({
      ...{ reference, digest: second, pinned, isLastKnown: true },
    });
  });
});

describe.each<[string, (images: readonly DeployedImage[]) => string]>([
  ["compose", renderCompose],
  ["dotenv", renderDotenv],
  ["kustomization", renderKustomization],
  ["lock", renderLock],
])("%s", (_name, render) => {
  it("renders the same bytes in any order", () => {
    expect(render([...images].reverse())).toBe(render(images));
    expect(render(reverseKeys(images))).toBe(render(images));
  });

  it("omits images without a digest", () => {
    expect(render(images)).not.toContain("backend");
    expect(render(images.map((image) => ({ ...image, digest: undefined })))).not.toContain(
      registry,
    );
  });

  it("rejects an invalid digest", () => {
    for (const digest of ["", "1.10", "sha256:1"]) {
      expect(() => render([{ ...web, digest }])).toThrow(/v7\/web:1\.10@.* is not a digest/);
    }
  });

  it("ends without a newline, which `pulumi stack output` adds", () => {
    expect(render(images)).toMatch(/\S$/);
  });
});

it.each(["012", "yes", "1.10", "null", "1e3", "0x1f", "1_000", "on", "~"])(
  "a service named %s is text to every reader of YAML",
  (service) => {
    const text = renderCompose([{ ...web, services: [service] }]);
    for (const version of ["1.1", "1.2"] as const) {
      const read = parse(text, { version }) as { services: Record<string, unknown> };
      expect(Object.keys(read.services)).toEqual([service]);
    }
    expect(text).toMatch(/^ {2}"/m);
  },
);

it("throws for two images with one service or one variable", () => {
  const clash = images.map((image) => ({ ...image, services: ["same"] }));
  expect(() => renderCompose(clash)).toThrow(
    "'base' and 'my-postgres' both have the service 'same'",
  );
  const names = ["v7/web", "v7-web", "a.b", "a_b"];
  expect(() => renderDotenv(names.map((name) => ({ ...web, name })))).toThrow(
    "'a.b' and 'a_b' both have the variable 'IMAGE_A_B'",
  );
});
