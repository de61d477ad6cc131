import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createProgram } from "../../cli/program";

const root = join(__dirname, "../..");

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-pack-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(
  command: string,
  args: readonly string[],
  input = "",
): { code: number; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    input,
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  return { code: status ?? -1, output: stdout + stderr };
}

/** A program that deploys the images of a stack, with code that the types must reject. */
const deployerProgram = `
import * as pulumi from "@pulumi/pulumi";
import { PublishedImages } from "pulumi-ghcr";

const published = new PublishedImages(new pulumi.StackReference("acme/pulumi-ghcr/prod"));
export const image: pulumi.Output<string> = published.pinned("v7/backend");
export const pullSecret: pulumi.Output<string> = published.pullSecret();
export const digest = published.image("v7/backend").apply(({ digest }) => digest.toUpperCase());
export const names = published.images.apply((images) => Object.keys(images).join());
// @ts-expect-error It asks by name.
published.pinned(7);
// @ts-expect-error It reads another stack, and not a name.
new PublishedImages("acme/pulumi-ghcr/prod");
// @ts-expect-error A digest is a text.
published.image("v7/backend").apply(({ digest }) => digest.toFixed());
`;

/** The tsconfig.json of `pulumi new typescript`, with `node10` for its deprecated `node`. */
const tsconfig = {
  compilerOptions: {
    strict: true,
    target: "es2020",
    module: "commonjs",
    moduleResolution: "node10",
    ignoreDeprecations: "6.0",
    types: ["node"],
    noEmit: true,
  },
  files: ["deployer.ts"],
};

it("the packed package has its command and types, and needs no sources", () => {
  const packed = run("npm", ["pack", root, "--pack-destination", folder, "--silent"]);
  expect(packed).toMatchObject({ code: 0 });
  const [archive = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  expect(run("tar", ["-xzf", archive])).toEqual({ code: 0, output: "" });

  const installed = join(folder, "node_modules");
  mkdirSync(installed);
  // Like npm install: the dependencies without those for development.
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(installed, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(installed, name));
  }
  const bin = join(folder, "package", "cli", "bin.mjs");
  const result = run(
    process.execPath,
    [bin, "explain", "--json"],
    "denied: permission_denied: write_package\n",
  );
  expect(result.code).toBe(0);
  expect(result.output).toContain('"id": "ghcr-write-package"');
  const { commands } = createProgram("0.1.0", () => undefined);
  // One process for all commands; each has files of its own, which it loads only when it runs.
  const names = commands.map((command) => command.name());
  const runEach = `
    const { main } = require("./package/dist/cli/main.js");
    (async () => {
      for (const name of ${JSON.stringify(names)}) {
        const help = await main([name, "--help"], "0.1.0");
        console.log(name, help, await main([name, "--xyzzy"], "0.1.0"));
      }
      console.log("overall", await main(["--help"], "0.1.0"), await main(["explian"], "0.1.0"));
      console.log("doctor", await main(["doctor"], "0.1.0"));
      console.log("completion", await main(["completion", "bash"], "0.1.0"));
    })();
  `;
  const each = run(process.execPath, ["-e", runEach]);
  expect(each.code).toBe(0);
  for (const name of names) {
    expect(each.output).toMatch(new RegExp(`^Usage: pulumi-ghcr ${name} `, "m"));
    expect(each.output).toContain(`${name}: unknown option '--xyzzy'\n`);
    expect(each.output).toContain(`\n${name} 0 2\n`);
  }
  for (const line of ["(Did you mean explain?)", "\noverall 0 2\n", "--repository is missing"])
    expect(each.output).toContain(line);
  expect(each.output).toMatch(/\ndoctor 2\n[^]*mirrors[^]*\ncompletion 0\n/);
  const overall = run(process.execPath, [bin]);
  expect(overall).toMatchObject({
    code: 2,
    output: expect.stringContaining("Usage: pulumi-ghcr [options] [command]") as string,
  });
  expect(run(process.execPath, [bin, "--version"])).toEqual({ code: 0, output: "0.1.0\n" });

  symlinkSync(join(folder, "package"), join(installed, "pulumi-ghcr"));
  // The workflows' steps are shell files, which the compiler does not copy.
  const render = `
    const { renderPublish } = require("./package/dist/core/workflows");
    const { examplePlan } = require("./package/dist/core/workflows/example");
    process.stdout.write(renderPublish(examplePlan));
    console.log(typeof require("pulumi-ghcr").PublishedImages);
  `;
  const workflow = readFileSync(join(root, "docs", "publish.yml"), "utf8");
  expect(run(process.execPath, ["-e", render])).toEqual({
    code: 0,
    output: `${workflow}function\n`,
  });

  // A linked mirror is built from a folder that only has a .dockerignore.
  expect(readdirSync(join(folder, "package", "dist", "components", "mirror", "nothing"))).toEqual([
    ".dockerignore",
  ]);

  symlinkSync(join(root, "node_modules", "@types"), join(installed, "@types"));
  writeFileSync(join(folder, "deployer.ts"), deployerProgram);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  expect(run(process.execPath, [compiler])).toEqual({ code: 0, output: "" });
});

it("a clone has the same command, which runs from its sources", () => {
  const bin = join(root, "cli", "bin.mjs");
  const { code, output } = run(process.execPath, [bin, "explain"], "all fine\n");
  expect([code, output]).toEqual([0, "No denials found.\n"]);
});
