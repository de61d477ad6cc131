import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { StarterKind } from "../../cli/commands/init/starter/kinds";
import { writeStarter } from "../../cli/commands/init/starter/write";
import { PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { createBaseImage, findBaseImages, packagesFolder } from "./support/baseImages";
import { Project } from "./support/project";
import { RegistryUser } from "./support/registryUser";

/** A folder for which init writes a Dockerfile to start from. */
interface App {
  readonly kind: StarterKind;
  readonly files: Readonly<Record<string, string>>;
  /** Where the image has the app. */
  readonly from: string;
  /** Its files there. */
  readonly published: readonly string[];
}

const greeting = "Hello from a dependency";
const wheel = "greeting-1.0-py3-none-any.whl";

/** It has a dependency, and another one that only its build needs. */
const nodePackages = {
  dependencies: { greeting: `file:${packagesFolder}/greeting.tgz` },
  devDependencies: { compiler: `file:${packagesFolder}/compiler.tgz` },
};
const [greetingPackage, compilerPackage] = [
  { version: "1.0.0", resolved: nodePackages.dependencies.greeting },
  { version: "1.0.0", resolved: nodePackages.devDependencies.compiler, dev: true },
];

const apps: Readonly<Record<string, App>> = {
  node: {
    kind: "node",
    files: {
      "package.json": JSON.stringify({
        scripts: { build: "node node_modules/compiler", start: "node dist/main.js" },
        ...nodePackages,
      }),
      "package-lock.json": JSON.stringify({
        lockfileVersion: 3,
        packages: {
          "": nodePackages,
          "node_modules/greeting": greetingPackage,
          "node_modules/compiler": compilerPackage,
        },
      }),
      "src/main.js": 'console.log(require("greeting"));\n',
    },
    from: "/app",
    published: [
      ...["dist/main.js", "node_modules/.package-lock.json", "node_modules/greeting/index.js"],
      ...["node_modules/greeting/package.json", "package-lock.json", "package.json", "src/main.js"],
    ],
  },
  python: {
    kind: "python",
    files: { "requirements.txt": "greeting==1.0\n", "app.py": "import greeting\n" },
    from: "/app",
    published: ["app.py", "requirements.txt"],
  },
  go: {
    kind: "go",
    files: {
      "go.mod": "module example.com/app\n\ngo 1.18\n",
      "go.sum": "",
      "greeting/greeting.go": `package greeting\n\nconst Text = "${greeting}"\n`,
      "cmd/api/main.go":
        'package main\n\nimport "example.com/app/greeting"\n\nfunc main() { println(greeting.Text) }\n',
    },
    from: "/app",
    published: ["app"],
  },
  site: {
    kind: "static",
    files: { "index.html": "<p>" },
    from: "/usr/share/nginx/html",
    published: ["index.html"],
  },
};

const baseImages = findBaseImages();

/** Why an app cannot be built here, if so. */
function findReason({ kind }: App): string | undefined {
  const found = kind === "static" ? undefined : baseImages[kind];
  return typeof found === "string" ? found : undefined;
}

/** The base images by the names in the starters, and the folders that replace them. */
const bases = {
  "node:24-alpine": "node",
  "python:3.14-slim": "python",
  "golang:1-alpine": "go",
  "gcr.io/distroless/static-debian13:nonroot": "empty",
  "nginxinc/nginx-unprivileged:1-alpine": "empty",
};

let project: Project;

beforeAll(async () => {
  project = await Project.open();
  createBases(join(project.folder, "bases"));
  const built = Object.entries(apps).filter(([, app]) => findReason(app) === undefined);
  const images = built.map(([name, app]) => [name, createApp(name, app)] as const);
  project.configure({
    "ghcr:repositories": { starters: { create: true, images: Object.fromEntries(images) } },
  });
  await project.up();
}, 600_000);

afterAll(async () => {
  await project.close();
});

function createBases(folder: string): void {
  writeFiles(join(folder, "empty"), { base: "" });
  for (const [kind, found] of Object.entries(baseImages))
    if (typeof found !== "string") createBaseImage(join(folder, kind), found);
  const ofNode = join(folder, "node", packagesFolder);
  packNodePackage(ofNode, "greeting", `module.exports = ${JSON.stringify(greeting)};\n`);
  packNodePackage(
    ofNode,
    "compiler",
    'require("fs").cpSync("src", "dist", { recursive: true });\n',
  );
  if (typeof baseImages.python !== "string")
    packPythonPackage(join(folder, "python", packagesFolder));
}

/** Writes an app with its starter, and returns the settings of its image. */
function createApp(name: string, { kind, files, from }: App): object {
  const context = join("apps", name);
  const folder = join(project.folder, context);
  writeFiles(folder, { ...files, ".env": "SECRET=example\n" });
  writeStarter(kind, folder);
  const starter = readFileSync(join(folder, "Dockerfile"), "utf8");
  const dockerfile = `${context}.Dockerfile`;
  writeFileSync(join(project.folder, dockerfile), addStages(starter, from));
  const used = Object.entries(bases).filter(([base]) => starter.includes(` ${base}`));
  const contexts = Object.fromEntries(used.map(([base, at]) => [base, join("bases", at)]));
  // Everything comes from the base images.
  return { context, dockerfile, contexts, network: "none" };
}

/** Adds a stage that runs the image's program, and one with only the files to look at. */
function addStages(starter: string, from: string): string {
  const lines = starter.split("\n");
  const last = lines.findLastIndex((line) => line.startsWith("FROM "));
  const [, program] = /^(?:CMD|ENTRYPOINT) (.*)$/m.exec(starter) ?? [];
  return [
    ...lines.slice(0, last),
    `${lines[last] ?? ""} AS starter`,
    ...lines.slice(last + 1),
    "FROM starter AS ran",
    ...(program === undefined ? [] : [`RUN ${program}`]),
    "FROM scratch",
    `COPY --from=ran ${from} /`,
    "",
  ].join("\n");
}

function writeFiles(folder: string, files: App["files"]): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function packNodePackage(folder: string, name: string, code: string): void {
  const manifest = JSON.stringify({ name, version: "1.0.0" });
  writeFiles(join(folder, name, "package"), { "package.json": manifest, "index.js": code });
  execFileSync("tar", ["-czf", `${name}.tgz`, "-C", name, "package"], { cwd: folder });
}

function packPythonPackage(folder: string): void {
  const metadata = "greeting-1.0.dist-info";
  writeFiles(folder, {
    "greeting.py": `print("${greeting}")\n`,
    [`${metadata}/METADATA`]: "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n",
    [`${metadata}/WHEEL`]: "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    [`${metadata}/RECORD`]: "",
  });
  const args = ["-m", "zipfile", "-c", wheel, "greeting.py", metadata];
  execFileSync("python3", args, { cwd: folder });
}

/** Reads the files in an image of one layer. */
async function listFiles(name: string): Promise<readonly string[]> {
  const login = { username: SEED_OWNER, password: PUBLISHER_TOKEN };
  const user = new RegistryUser(project.world.sandbox.address, login);
  const read = async (path: string): Promise<Buffer> => {
    const response = await user.request("GET", `${SEED_OWNER.toLowerCase()}/${name}/${path}`);
    if (!response.ok) throw new Error(`${name}/${path}: ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  };
  const index = JSON.parse((await read("manifests/latest")).toString()) as Manifest;
  const manifest = await read(`manifests/${index.manifests?.[0]?.digest ?? ""}`);
  const { layers = [] } = JSON.parse(manifest.toString()) as Manifest;
  const [layer] = layers;
  if (layer === undefined || layers.length > 1) throw new Error(`${name} has not one layer`);
  const options = { input: await read(`blobs/${layer.digest}`), encoding: "utf8" } as const;
  const files = execFileSync("tar", ["-tzf", "-"], options).split("\n");
  return files.filter((file) => file !== "" && !file.endsWith("/")).sort();
}

interface Manifest {
  readonly manifests?: readonly { readonly digest: string }[];
  readonly layers?: readonly { readonly digest: string }[];
}

for (const [name, app] of Object.entries(apps)) {
  const title = `${name}: the starter builds, and the image's program finds what it needs`;
  const reason = findReason(app);
  if (reason === undefined)
    test(title, async () => {
      expect(await listFiles(name)).toEqual(app.published);
    });
  else test.skip(`${title}: ${reason}`, () => undefined);
}
