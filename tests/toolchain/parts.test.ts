import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as known from "../../toolchain/parts";

const all = [...known.parts, ...known.clients, ...known.costlyClients];

/** The version of a package as it is installed. */
function installed(name: string): unknown {
  const file = join(__dirname, "..", "..", "node_modules", name, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version?: unknown }).version;
}

describe("a version", () => {
  it.each([
    ["pulumi", known.pulumi, "@pulumi/pulumi"],
    ["the GitHub provider", known.githubProvider, "@pulumi/github"],
    ["the docker-build provider", known.dockerBuildProvider, "@pulumi/docker-build"],
  ])("of %s is that of the package that speaks to it", (_what, part, name) => {
    expect(part.version).toBe(installed(name));
  });

  it.each(all.map((part) => [part.name, part] as const))(
    "of %s is whole, and what it says of itself",
    (_name, { version, stamps }) => {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      for (const stamp of stamps) expect(stamp).toMatch(new RegExp(`^[^= ]+=v?${version}$`));
    },
  );
});

it("every part has a module with checksums, and a name of its own", () => {
  for (const part of all) {
    expect(existsSync(join(known.moduleFolder(part), "go.mod"))).toBe(true);
    expect(existsSync(join(known.moduleFolder(part), "go.sum"))).toBe(true);
  }
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  const own = all.filter(({ after }) => after === undefined);
  expect(new Set(own.map(({ folder }) => folder)).size).toBe(own.length);
});

it("what is built after another part has nearly all of that one's versions, or would find nothing", () => {
  const later = all.flatMap((part) => (part.after === undefined ? [] : [[part, part.after.part]]));
  const shares = later.map(([own, other]): [string | undefined, boolean] => {
    const theirs = requirements(other);
    const both = requirements(own).filter(([module]) => theirs.some(([name]) => name === module));
    const same = both.filter((each) =>
      theirs.some(([name, at]) => `${name} ${at}` === each.join(" ")),
    );
    return [own?.name, both.length > 40 && same.length / both.length > 0.95];
  });
  expect(shares).toEqual([
    ["docker-buildx", true],
    ["terraform-provider-github", true],
  ]);
});

/** The modules that a part's go.mod requires, each with its version. */
function requirements(part: (typeof all)[number] | undefined): [string, string][] {
  if (part === undefined) return [];
  const text = readFileSync(join(known.moduleFolder(part), "go.mod"), "utf8");
  const lines = text.matchAll(/^(?:require)?\s+([\w.-]+\.\w+\/\S+|go\.\S+) (v\S+)/gm);
  return [...lines].map(([, module = "", version = ""]) => [module, version]);
}

it("OpenTofu's provider is of the upstream that Pulumi's is a bridge to", () => {
  const file = join(known.moduleFolder(known.githubProvider), "go.mod");
  const { package: module, version } = known.terraformProvider;
  expect(readFileSync(file, "utf8")).toContain(`${module} v${version}\n`);
});
