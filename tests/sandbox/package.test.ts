import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(join(root, file), "utf8")) as Manifest;
}

it("the sandbox alone installs the versions that are tested here", () => {
  const { dependencies, devDependencies } = readManifest("package.json");
  const alone = readManifest("sandbox/package.json").dependencies;
  expect({ ...dependencies, ...devDependencies }).toMatchObject(alone);
});
