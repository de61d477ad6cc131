import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dockerBuildProvider, githubProvider, moduleFolder, pulumi } from "../../toolchain/parts";

/** The modules that a go.mod requires, with their versions. */
function readRequirements(part: typeof pulumi): ReadonlyMap<string, string> {
  const text = readFileSync(join(moduleFolder(part), "go.mod"), "utf8");
  const lines = text.matchAll(/^(?:require)?\s+([\w.-]+\.\w+\/?\S*) (v\S+)/gm);
  return new Map([...lines].map(([, module = "", version = ""]) => [module, version] as const));
}

/**
 * Those whose newer versions the others cannot use: the providers take Pulumi 3.245, and the command
 * line's terminal libraries changed their interfaces.
 */
const ownVersions =
  /^(?:github\.com\/(?:pulumi\/pulumi\/(?:pkg|sdk)|olekukonko|charmbracelet|muesli|yuin\/goldmark|alecthomas\/chroma)|charm\.land)\b/;

it("folders share the versions of their modules, so that Go compiles each package once", () => {
  const all = [pulumi, dockerBuildProvider, githubProvider].map(readRequirements);
  const modules = new Set(all.flatMap((each) => [...each.keys()]));
  const versions = [...modules].map((module) => {
    const different = new Set(all.flatMap((each) => each.get(module) ?? []));
    return [module, [...different]] as const;
  });
  const shared = [...modules].filter((module) => all.filter((each) => each.has(module)).length > 1);
  expect(shared.length).toBeGreaterThan(100);
  // In each go.mod, require the highest of them: go mod edit -require=MODULE@VERSION; go mod tidy
  expect(versions.filter(([module, each]) => each.length > 1 && !ownVersions.test(module))).toEqual(
    [],
  );
});
