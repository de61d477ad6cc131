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

it("a part that is built after another shares nearly all versions with it, to reuse its packages", () => {
  const later = all.flatMap((part) => (part.after === undefined ? [] : [[part, part.after.part]]));
  const shares = later.map(([part, other]): [string | undefined, boolean] => {
    const theirs = readRequirements(other);
    const both = readRequirements(part).filter(([module]) =>
      theirs.some(([name]) => name === module),
    );
    const same = both.filter((each) =>
      theirs.some(([name, at]) => `${name} ${at}` === each.join(" ")),
    );
    return [part?.name, both.length > 40 && same.length / both.length > 0.95];
  });
  expect(shares).toEqual([
    ["docker-buildx", true],
    ["terraform-provider-github", true],
  ]);
});

/** The modules that a part's go.mod requires, with their versions. */
function readRequirements(part: (typeof all)[number] | undefined): [string, string][] {
  if (part === undefined) return [];
  const text = readFileSync(join(catalog.moduleFolder(part), "go.mod"), "utf8");
  const lines = text.matchAll(/^(?:require)?\s+([\w.-]+\.\w+\/\S+|go\.\S+) (v\S+)/gm);
  return [...lines].map(([, module = "", version = ""]) => [module, version]);
}

it("OpenTofu's provider has the version that Pulumi's provider bridges", () => {
  const file = join(catalog.moduleFolder(catalog.githubProvider), "go.mod");
  const { package: module, version } = catalog.terraformProvider;
  expect(readFileSync(file, "utf8")).toContain(`${module} v${version}\n`);
});
