import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as catalog from "../../toolchain/parts";

const all = [...catalog.parts, ...catalog.clients, ...catalog.costlyClients];

/** The version of a package as it is installed. */
function readInstalledVersion(name: string): unknown {
  const file = join(__dirname, "..", "..", "node_modules", name, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version?: unknown }).version;
}

describe("a version", () => {
  it.each([
    ["pulumi", catalog.pulumi, "@pulumi/pulumi"],
    ["the language host", catalog.languageHost, "@pulumi/pulumi"],
    ["the command line for npx", catalog.pulumi, "pulumi"],
    ["the GitHub provider", catalog.githubProvider, "@pulumi/github"],
    ["the docker-build provider", catalog.dockerBuildProvider, "@pulumi/docker-build"],
  ])("of %s is the version of its npm package", (_what, part, name) => {
    expect(part.version).toBe(readInstalledVersion(name));
  });

  it.each(all.map((part) => [part.name, part] as const))(
    "of %s has three parts, and is the one in its stamps",
    (_name, { version, stamps }) => {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      for (const stamp of stamps) expect(stamp).toMatch(new RegExp(`^[^= ]+=v?${version}$`));
    },
  );
});

it("OpenTofu's provider has the version that Pulumi's provider bridges", () => {
  const file = join(catalog.moduleFolder(catalog.githubProvider), "go.mod");
  const { package: module, version } = catalog.terraformProvider;
  expect(readFileSync(file, "utf8")).toContain(`${module} v${version}\n`);
});
