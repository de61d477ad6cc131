import { renderLock, lockVersion, parseLock } from "../../../core/deploy";
import { first, images, imagesIn, reverseKeys } from "./images";

const reference = "ghcr.io/o/a:1";
const image = { reference, digest: first, pinned: `${reference}@${first}`, services: ["a"] };

function lockText(changed: object = {}): string {
  return JSON.stringify({ schemaVersion: lockVersion, images: { a: image }, ...changed });
}

it("holds every image with a digest, and its version first", () => {
  const { schemaVersion, images: locked } = JSON.parse(renderLock(images)) as Record<
    string,
    object
  >;
  expect(schemaVersion).toBe(1);
  expect(Object.keys(locked ?? {})).toEqual(["base", "my-postgres", "v7/web"]);
  expect(renderLock(images)).toMatch(/^{\n {2}"schemaVersion": 1,\n/);
  expect(parseLock(lockText())).toEqual({ a: { name: "a", ...image } });
});

it("gives the same bytes when parsed and rendered again, also from a file and in another order", () => {
  const written = renderLock(images);
  const again = imagesIn(`${written}\n`);
  expect(renderLock(again)).toBe(written);
  expect(renderLock([...reverseKeys(again)].reverse())).toBe(written);
  expect(renderLock(imagesIn(JSON.stringify(reverseKeys(JSON.parse(written)))))).toBe(written);
});

it.each<[string, string, string]>([
  ["no JSON", "services:", "it is not JSON"],
  ["no lock", "{}", "it has no schemaVersion, so it is not a lock"],
  ["no map", "[1]", "it has no schemaVersion, so it is not a lock"],
  [
    "a later lock",
    lockText({ schemaVersion: 2 }),
    "its schemaVersion is 2, but this pulumi-ghcr reads 1; use the same version",
  ],
  ["a version as a text", lockText({ schemaVersion: "1" }), 'its schemaVersion is "1", but'],
  ["no images", lockText({ images: undefined }), "images: "],
  ["an unknown field", lockText({ more: 1 }), '"more"'],
  ["an image without a digest", lockText({ images: { a: { reference } } }), "images.a.digest: "],
  [
    "a plain tag for pinned",
    lockText({ images: { a: { ...image, pinned: reference } } }),
    "images.a.pinned: does not match 'reference' and 'digest'",
  ],
  [
    "another image's digest",
    lockText({ images: { a: { ...image, digest: `sha256:${"9".repeat(64)}` } } }),
    "images.a.pinned: does not match 'reference' and 'digest'",
  ],
  [
    "another package's last known image",
    lockText({
      images: { a: { ...image, isLastKnown: true, pinned: `ghcr.io/o/b:0@${first}` } },
    }),
    "images.a.pinned: does not match 'reference' and 'digest'",
  ],
  [
    "an invalid digest",
    lockText({ images: { a: { ...image, digest: "sha256:1", pinned: `${reference}@sha256:1` } } }),
    "is not a digest",
  ],
])("rejects %s with the reason", (_what, invalid, message) => {
  expect(() => parseLock(invalid)).toThrow(message);
});

it("reports all problems at once", () => {
  const images = { a: { ...image, services: "a" }, b: { ...image, digest: 1 } };
  expect(() => parseLock(lockText({ images }))).toThrow(
    /images\.a\.services: .*; images\.b\.digest: /,
  );
});
