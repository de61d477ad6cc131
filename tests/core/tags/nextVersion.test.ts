import { nextVersion, type VersionPart } from "../../../core/tags/nextVersion";

it.each<[version: string, part: VersionPart, next: string | undefined]>([
  ["v1.2.3", "patch", "v1.2.4"],
  ["1.2.9", "patch", "1.2.10"],
  ["v1.2.3", "minor", "v1.3.0"],
  ["v1.2.3", "major", "v2.0.0"],
  ["v1.2.3-rc.1", "patch", "v1.2.3"],
  ["v1.2.0-rc.1", "minor", "v1.2.0"],
  ["v1.2.3-rc.1", "minor", "v1.3.0"],
  ["v1.2", "patch", undefined],
  ["nightly", "patch", undefined],
  ["=1.2.3", "patch", undefined],
  ["", "patch", undefined],
])("after %s, the next %s version is %s", (version, part, next) => {
  expect(nextVersion(version, part)).toBe(next);
});
