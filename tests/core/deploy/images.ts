import type { DeployedImage } from "../../../core/deploy";

export const [first, second] = ["1", "2"].map((digit) => `sha256:${digit.repeat(64)}`) as [
  string,
  string,
];

const registry = "ghcr.io/hellocplusplus0";

/** A stack of two images, one of them a mirror, and one that is not built yet. */
export const images: readonly DeployedImage[] = [
  {
    name: "v7/web",
    reference: `${registry}/v7/web:1.10`,
    pinned: `${registry}/v7/web:1.10@${second}`,
    services: ["web", "worker"],
    platforms: ["linux/amd64", "linux/arm64"],
  },
  {
    name: "my-postgres",
    reference: `${registry}/my-postgres:alpine`,
    pinned: `${registry}/my-postgres:alpine@${first}`,
    services: ["db"],
  },
  { name: "v7/backend", reference: `${registry}/v7/backend:1.10`, services: ["backend"] },
  {
    name: "base",
    reference: `${registry}/base:1`,
    pinned: `${registry}/base:1@${first}`,
    services: [],
  },
];

/** The same values, with the keys of every map in the opposite order. */
export function reversed<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(reversed) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reversed(each)]),
  ) as Value;
}
