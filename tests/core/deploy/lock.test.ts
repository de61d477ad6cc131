import { lock, lockVersion, parseLock } from "../../../core/deploy";
import { first, images, imagesIn, reversed } from "./images";

const reference = "ghcr.io/o/a:1";
const image = { reference, digest: first, pinned: `${reference}@${first}`, services: ["a"] };

function text(changed: object = {}): string {
  return JSON.stringify({ schemaVersion: lockVersion, images: { a: image }, ...changed });
}

it("holds every image with a digest, and its version first", () => {
  const { schemaVersion, images: held } = JSON.parse(lock(images)) as Record<string, object>;
  expect(schemaVersion).toBe(1);
  expect(Object.keys(held ?? {})).toEqual(["base", "my-postgres", "v7/web"]);
  expect(lock(images)).toMatch(/^{\n {2}"schemaVersion": 1,\n/);
  expect(parseLock(text())).toEqual({ a: { name: "a", ...image } });
});

it("read and written again is the same bytes, also from a file and in another order", () => {
  const written = lock(images);
  const again = imagesIn(`${written}\n`);
  expect(lock(again)).toBe(written);
  expect(lock([...reversed(again)].reverse())).toBe(written);
  expect(lock(imagesIn(JSON.stringify(reversed(JSON.parse(written)))))).toBe(written);
});

it.each<[string, string, string]>([
  ["no JSON", "services:", "it is no JSON"],
  ["no lock", "{}", "it has no schemaVersion, so it is no lock"],
  ["no map", "[1]", "it has no schemaVersion, so it is no lock"],
  [
    "a later lock",
    text({ schemaVersion: 2 }),
    "its schemaVersion is 2, and this pulumi-ghcr reads 1; use the same version",
  ],
  ["a version as a text", text({ schemaVersion: "1" }), 'its schemaVersion is "1", and'],
  ["no images", text({ images: undefined }), "images: "],
  ["an unknown field", text({ more: 1 }), '"more"'],
  ["an image without a digest", text({ images: { a: { reference } } }), "images.a.digest: "],
  [
    "a plain tag for pinned",
    text({ images: { a: { ...image, pinned: reference } } }),
    "images.a.pinned: is not made of 'reference' and 'digest'",
  ],
  [
    "another image's digest",
    text({ images: { a: { ...image, digest: `sha256:${"9".repeat(64)}` } } }),
    "images.a.pinned: is not made of 'reference' and 'digest'",
  ],
  [
    "a digest that is none",
    text({ images: { a: { ...image, digest: "sha256:1", pinned: `${reference}@sha256:1` } } }),
    "is not a digest",
  ],
])("%s is refused with the reason", (_what, wrong, told) => {
  expect(() => parseLock(wrong)).toThrow(told);
});

it("all that is wrong is told at once", () => {
  const images = { a: { ...image, services: "a" }, b: { ...image, digest: 1 } };
  expect(() => parseLock(text({ images }))).toThrow(/images\.a\.services: .*; images\.b\.digest: /);
});
