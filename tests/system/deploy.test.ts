import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import {
  deploymentFileNames,
  fileOutput,
  parseLock,
  renderBake as bakeFile,
  renderLock,
} from "../../core/deploy";
import { PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { imagesIn } from "../core/deploy/images";
import { pathOf, runProgram, withClients, type ClientName } from "./sandbox/clients";
import { findFilesWith, Project, type Update } from "./support/project";

const pullToken = "ghp_sandboxPull00000000000000000000000000000";

const sourceKey = "org.opencontainers.image.source";

let project: Project;
let folder: string;
let first: Update;

/** Runs the `pulumi` command; the default folder is the program's. */
function runPulumi(args: readonly string[], cwd = project.folder): string {
  return execFileSync(project.toolchain.pulumi, args, {
    cwd,
    env: { ...process.env, ...project.world.environment },
    encoding: "utf8",
    stdio: "pipe",
  });
}

function pathOfFile(name: string): string {
  return join(folder, name);
}

/** Runs a third-party client without the logins of this machine. */
function runClient(client: ClientName, args: readonly string[], environment = {}): Promise<string> {
  return runProgram(project.world, pathOf(client), args, {
    cwd: folder,
    environment: { DOCKER_CONFIG: pathOfFile("nobody"), ...environment },
  });
}

function getPinned(image: string): string {
  const images = first.outputs.images as Record<string, { pinned: string }>;
  return images[image]?.pinned ?? "none";
}

beforeAll(async () => {
  project = await Project.open();
  folder = join(project.folder, "deployed");
  mkdirSync(folder);
  const scopes = ["read:packages"];
  const made = { token: pullToken, kind: "classic", owner: SEED_OWNER, scopes };
  await project.control("tokens", { method: "POST", body: JSON.stringify(made) });
  await project.setSecrets({ "ghcr:pullToken": pullToken });
}, 600_000);

afterAll(async () => {
  await project.close();
});

/** The tests depend on each other: each continues with the state that the previous one left. */
describe("the outputs for a deployment", () => {
  test("only one output is secret, and each can be written to a file", async () => {
    first = await project.up();
    for (const name of deploymentFileNames) {
      writeFileSync(pathOfFile(name), `${String(first.outputs[fileOutput(name)])}\n`);
    }
    const lock = runPulumi(["stack", "output", fileOutput("lock")]);
    expect(lock).toBe(readFileSync(pathOfFile("lock"), "utf8"));
    const output = runPulumi(["stack", "output"]);
    expect(output.match(/^.*\[secret\]$/gm)).toEqual([
      expect.stringMatching(/^ +dockerconfigjson /),
    ]);
    expect(output + first.output).not.toContain(pullToken);
    expect(findFilesWith(project.world.backend, [pullToken])).toEqual([]);
  });

  test("the lock file stays the same when it is read and written again", () => {
    const text = readFileSync(pathOfFile("lock"), "utf8");
    const images = parseLock(text);
    expect(Object.values(images).map(({ pinned }) => pinned)).toEqual([
      getPinned("civilx-universe"),
      getPinned("civilx-universe/assets"),
    ]);
    expect(`${renderLock(imagesIn(text))}\n`).toBe(text);
  });
});

withClients(["compose"], () => {
  const base = [
    "name: app",
    "services:",
    ...["civilx-universe", "assets", "other"].flatMap((service) => [
      `  ${service}:`,
      `    image: example.org/${service}:latest`,
      "    init: true",
    ]),
  ].join("\n");

  /** The services that Compose would deploy from a base file and an override. */
  async function mergeWithCompose(override: string): Promise<Record<string, unknown>> {
    writeFileSync(pathOfFile("compose.yaml"), base);
    writeFileSync(pathOfFile("compose.lock.yaml"), override);
    const args = ["-f", "compose.yaml", "-f", "compose.lock.yaml", "config"];
    const { services } = parse(await runClient("compose", args)) as {
      services: Record<string, Record<string, unknown>>;
    };
    return Object.fromEntries(
      Object.entries(services).map(([name, { image, init }]) => [name, { image, init }]),
    );
  }

  const expectedServices = (): object => ({
    "civilx-universe": { image: getPinned("civilx-universe"), init: true },
    assets: { image: getPinned("civilx-universe/assets"), init: true },
    other: { image: "example.org/other:latest", init: true },
  });

  test("Compose merges the override, which pins its services and leaves the others", async () => {
    const override = readFileSync(pathOfFile("compose"), "utf8");
    expect(await mergeWithCompose(override)).toEqual(expectedServices());
    // Another service name or an invalid override must be detected.
    expect(await mergeWithCompose(override.replace("  assets:", "  asset:"))).not.toEqual(
      expectedServices(),
    );
    await expect(mergeWithCompose(override.replace("services:", "service:"))).rejects.toThrow(
      "service",
    );
  });

  test("Compose locks the merged project to the same digests", async () => {
    await mergeWithCompose(readFileSync(pathOfFile("compose"), "utf8"));
    writeFileSync(pathOfFile("compose.yaml"), base.replace(/ {2}other:(?:\n {4}.*)*/, ""));
    const args = ["-f", "compose.yaml", "-f", "compose.lock.yaml", "config"];
    const locked = await runClient("compose", [...args, "--lock-image-digests"]);
    // Compose omits the tag if there is a digest.
    const composeFile = readFileSync(pathOfFile("compose"), "utf8").replace(/:latest@/g, "@");
    expect(locked).toBe(composeFile);
  });

  test("Compose replaces the variables with pinned references", async () => {
    const service = ["services:", "  a:", "    image: ${IMAGE_CIVILX_UNIVERSE_ASSETS:?}"];
    writeFileSync(pathOfFile("compose.yaml"), service.join("\n"));
    const config = (variables: string): Promise<string> =>
      runClient("compose", ["-f", "compose.yaml", "--env-file", variables, "config", "--images"]);
    expect((await config("dotenv")).trim()).toBe(getPinned("civilx-universe/assets"));
    writeFileSync(pathOfFile("empty"), "");
    await expect(config("empty")).rejects.toThrow("IMAGE_CIVILX_UNIVERSE_ASSETS");
  });
});

withClients(["kustomize"], () => {
  async function buildWithKustomize(component: string): Promise<unknown> {
    mkdirSync(pathOfFile("component"), { recursive: true });
    writeFileSync(join(pathOfFile("component"), "kustomization.yaml"), component);
    mkdirSync(pathOfFile("app"), { recursive: true });
    const kustomization = "resources: [pod.yaml]\ncomponents: [../component]\n";
    writeFileSync(join(pathOfFile("app"), "kustomization.yaml"), kustomization);
    const names = ["civilx-universe", "civilx-universe/assets", "other"];
    const address = `${project.world.sandbox.address}/f1bonacci66`;
    const containers = names.map((name) => ({ name: "a", image: `${address}/${name}:old` }));
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: { containers } };
    writeFileSync(join(pathOfFile("app"), "pod.yaml"), JSON.stringify(pod));
    const built = parse(await runClient("kustomize", ["build", "app"])) as {
      spec: { containers: { image: string }[] };
    };
    return built.spec.containers.map(({ image }) => image);
  }

  test("Kustomize pins the images of the stack, and leaves the others", async () => {
    const component = readFileSync(pathOfFile("kustomization"), "utf8");
    const expected = [
      getPinned("civilx-universe"),
      getPinned("civilx-universe/assets"),
      `${project.world.sandbox.address}/f1bonacci66/other:old`,
    ];
    expect(await buildWithKustomize(component)).toEqual(expected);
    expect(await buildWithKustomize(component.replaceAll("digest:", "# "))).not.toEqual(expected);
    await expect(buildWithKustomize(component.replace("images:", "image:"))).rejects.toThrow(
      "image",
    );
  });
});

withClients(["docker-buildx"], () => {
  const runBake = (args: readonly string[], environment: Record<string, string>): Promise<string> =>
    runProgram(project.world, pathOf("docker-buildx"), ["bake", ...args], {
      cwd: project.folder,
      environment,
    });

  async function printBakeFile(text: string): Promise<unknown> {
    writeFileSync(pathOfFile("other-bake"), text);
    const args = ["-f", pathOfFile("other-bake"), "--print"];
    return JSON.parse(await runBake(args, { DOCKER_CONFIG: pathOfFile("nobody") }));
  }

  test("Bake reads each field of the bake file", async () => {
    const address = `${project.world.sandbox.address}/f1bonacci66`;
    const source = "https://github.com/F1bonacci66/civilx-universe";
    const both = {
      attest: [{ type: "provenance", disabled: true }],
      args: { BUILDKIT_MULTI_PLATFORM: "1" },
      labels: { [sourceKey]: source },
      dockerfile: "Dockerfile",
      network: "default",
      output: [
        {
          type: "registry",
          "oci-mediatypes": "true",
          [`annotation-index.${sourceKey}`]: source,
        },
      ],
    };
    const expected = {
      group: { default: { targets: ["civilx-universe", "civilx-universe-assets"] } },
      target: {
        "civilx-universe": {
          ...both,
          context: "examples/universe",
          contexts: { base: ".sandbox/base" },
          tags: [`${address}/civilx-universe:latest`],
        },
        "civilx-universe-assets": {
          ...both,
          context: "examples/assets",
          tags: [`${address}/civilx-universe/assets:latest`],
          platforms: ["linux/amd64", "linux/arm64"],
        },
      },
    };
    const text = readFileSync(pathOfFile("bake"), "utf8");
    expect(await printBakeFile(text)).toEqual(expected);
    // Bake ignores unknown fields, so the complete result is compared.
    expect(await printBakeFile(text.replace('"context"', '"contxt"'))).not.toEqual(expected);
    await expect(printBakeFile(text.replace("{", "["))).rejects.toThrow("other-bake");
  });

  test("Bake does not interpret values as templates", async () => {
    const args = { A: "${B} %{if} $C" };
    const definition = { context: ".", args, tags: ["a.b/c:1"], outputs: ["type=registry"] };
    const text = bakeFile([{ name: "a", definition }]);
    // Bake prints values with the escape.
    const escaped = { A: "$${B} %%{if} $C" };
    expect(await printBakeFile(text)).toMatchObject({ target: { a: { args: escaped } } });
    await expect(printBakeFile(text.replace("$${B}", "${B}"))).rejects.toThrow("B");
  });

  test("Bake builds the same digest as the stack", async () => {
    const login = pathOfFile("publisher");
    cpSync(project.world.environment.DOCKER_CONFIG ?? "", login, { recursive: true });
    const auth = Buffer.from(`${SEED_OWNER}:${PUBLISHER_TOKEN}`).toString("base64");
    const auths = { [project.world.sandbox.address]: { auth } };
    writeFileSync(join(login, "config.json"), JSON.stringify({ auths }));
    const metadata = pathOfFile("metadata.json");
    await runBake(["-f", pathOfFile("bake"), "--metadata-file", metadata], {
      ...project.world.environment,
      DOCKER_CONFIG: login,
    });
    const built = JSON.parse(readFileSync(metadata, "utf8")) as Record<string, unknown>;
    expect(Object.keys(built)).toContain("civilx-universe");
    // The other image has a RUN step, whose time is part of the image.
    expect(built["civilx-universe-assets"]).toMatchObject({
      "containerimage.digest": getPinned("civilx-universe/assets").split("@")[1],
    });
  });
});

/** Another program, which has only the name of the stack. */
const deployerProgram = `
import * as pulumi from "@pulumi/pulumi";
import { PublishedImages } from "../components";

const published = new PublishedImages(new pulumi.StackReference("organization/pulumi-ghcr/dev"));
export const image = published.pinned(new pulumi.Config().require("image"));
export const config = published.pullSecret();
`;

withClients(["regctl"], () => {
  /** Pulls an image with only a Docker configuration. */
  async function pull(reference: string, config: string | undefined): Promise<string> {
    const login = pathOfFile(config === undefined ? "nobody" : "somebody");
    mkdirSync(login, { recursive: true });
    if (config !== undefined) writeFileSync(join(login, "config.json"), config);
    return runClient("regctl", ["image", "copy", reference, "ocidir://pulled:1"], {
      DOCKER_CONFIG: login,
      REGCTL_CONFIG: pathOfFile("regctl.json"),
    });
  }

  test("a private image can be pulled with the outputs, but not without them", async () => {
    const config = runPulumi(["stack", "output", "dockerconfigjson", "--show-secrets"]);
    const pinned = getPinned("civilx-universe");
    await expect(pull(pinned, undefined)).rejects.toThrow(/unauthorized/i);
    await expect(pull(pinned, "{}")).rejects.toThrow(/unauthorized/i);
    await pull(pinned, config);
    const digest = await runClient("regctl", ["image", "digest", "ocidir://pulled:1"]);
    expect(digest.trim()).toBe(pinned.split("@")[1]);
  });

  test("another program reads the stack's outputs through a StackReference", async () => {
    const program = join(project.folder, "deployer");
    mkdirSync(program);
    writeFileSync(
      join(program, "Pulumi.yaml"),
      "name: deployer\nruntime: nodejs\nmain: index.ts\n",
    );
    writeFileSync(join(program, "index.ts"), deployerProgram);
    const typescript = { extends: "../tsconfig.json", compilerOptions: { rootDir: ".." } };
    writeFileSync(join(program, "tsconfig.json"), JSON.stringify(typescript));
    symlinkSync(join(project.folder, "node_modules"), join(program, "node_modules"));
    runPulumi(["stack", "init", "prod"], program);
    const update = ["up", "--yes", "--skip-preview", "--config", "image=civilx-universe/assets"];
    expect(runPulumi(update, program)).toMatch(/^ +\+? *config *: \[secret\]$/m);
    const outputs = runPulumi(["stack", "output", "--json", "--show-secrets"], program);
    const { image, config } = JSON.parse(outputs) as { image: string; config: string };
    expect(image).toBe(getPinned("civilx-universe/assets"));
    await pull(image, config);

    let output = "";
    try {
      runPulumi(["preview", "--config", "image=civilx-univers"], program);
    } catch (error) {
      output = (error as { stdout: string }).stdout;
    }
    const message =
      "organization/pulumi-ghcr/dev has not published an image 'civilx-univers'; " +
      "its published images are civilx-universe, civilx-universe/assets";
    const [, diagnostics = ""] = output.split("Diagnostics:");
    expect(diagnostics.split(message)).toHaveLength(2);
    // No stack trace.
    expect(diagnostics).not.toMatch(/^ +at /m);
  });
});
