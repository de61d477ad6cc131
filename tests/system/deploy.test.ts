import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { renderBake as bakeFile, renderLock, parseLock } from "../../core/deploy";
import { PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { imagesIn } from "../core/deploy/images";
import { pathOf, runProgram, withClients, type ClientName } from "./sandbox/clients";
import { filesHolding, isWrite, Project, type Update } from "./support/project";

const pullToken = "ghp_sandboxPull00000000000000000000000000000";
const files = ["compose", "dotenv", "bake", "kustomization", "lock"] as const;

const sourceKey = "org.opencontainers.image.source";

let project: Project;
let folder: string;
let first: Update;

/** Runs Pulumi's command as a person does, in the program's folder unless another is given. */
function pulumi(args: readonly string[], cwd = project.folder): string {
  return execFileSync(project.toolchain.pulumi, args, {
    cwd,
    env: { ...process.env, ...project.world.environment },
    encoding: "utf8",
    stdio: "pipe",
  });
}

function file(name: string): string {
  return join(folder, name);
}

/** Runs a program that others wrote, without any login of this machine's. */
function run(client: ClientName, args: readonly string[], environment = {}): Promise<string> {
  return runProgram(project.world, pathOf(client), args, {
    cwd: folder,
    environment: { DOCKER_CONFIG: file("nobody"), ...environment },
  });
}

function pinnedOf(image: string): string {
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
}, 600_000);

afterAll(async () => {
  await project.close();
});

/** The tests are one story: each goes on where the one before it ended. */
describe("what a deployment reads", () => {
  test("a pull token that can write stops the update", async () => {
    await project.stack.setConfig("ghcr:pullToken", { value: PUBLISHER_TOKEN, secret: true });
    const { output, requests } = await project.upThatFails();
    expect(output).toContain("ghcr:pullToken: this token can do more than read: write:packages");
    expect(output).toContain("nothing was changed");
    expect(requests.filter(isWrite).map(({ path }) => path)).not.toContain("/user/repos");
    await project.stack.setConfig("ghcr:pullToken", { value: pullToken, secret: true });
  });

  test("is plain except for one secret, and can be written as files", async () => {
    first = await project.up();
    const outputs = await project.stack.outputs();
    const secret = Object.entries(outputs).filter(([, each]) => each.secret);
    expect(secret.map(([name]) => name)).toEqual(["dockerconfigjson"]);
    for (const name of files) {
      const text = pulumi(["stack", "output", name]);
      expect(text).toBe(`${String(outputs[name]?.value)}\n`);
      writeFileSync(file(name), text);
    }
    const output = pulumi(["stack", "output"]);
    expect(output.match(/^.*\[secret\]$/gm)).toEqual([
      expect.stringMatching(/^ +dockerconfigjson /),
    ]);
    expect(output + first.output).not.toContain(pullToken);
    expect(filesHolding(project.world.backend, [pullToken])).toEqual([]);
  });

  test("is a lock that is unchanged after reading and writing it", () => {
    const text = readFileSync(file("lock"), "utf8");
    const images = parseLock(text);
    expect(Object.values(images).map(({ pinned }) => pinned)).toEqual([
      pinnedOf("civilx-universe"),
      pinnedOf("civilx-universe/assets"),
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

  /** What Compose would deploy, of a base file with an override over it. */
  async function merged(override: string): Promise<Record<string, unknown>> {
    writeFileSync(file("compose.yaml"), base);
    writeFileSync(file("compose.lock.yaml"), override);
    const args = ["-f", "compose.yaml", "-f", "compose.lock.yaml", "config"];
    const { services } = parse(await run("compose", args)) as {
      services: Record<string, Record<string, unknown>>;
    };
    return Object.fromEntries(
      Object.entries(services).map(([name, { image, init }]) => [name, { image, init }]),
    );
  }

  const deployed = (): object => ({
    "civilx-universe": { image: pinnedOf("civilx-universe"), init: true },
    assets: { image: pinnedOf("civilx-universe/assets"), init: true },
    other: { image: "example.org/other:latest", init: true },
  });

  test("merges the override, which pins its services and leaves the rest", async () => {
    const override = readFileSync(file("compose"), "utf8");
    expect(await merged(override)).toEqual(deployed());
    // What is not so must be seen: another service, and what is no override.
    expect(await merged(override.replace("  assets:", "  asset:"))).not.toEqual(deployed());
    await expect(merged(override.replace("services:", "service:"))).rejects.toThrow("service");
  });

  test("locks the merged project to the same services and digests", async () => {
    await merged(readFileSync(file("compose"), "utf8"));
    writeFileSync(file("compose.yaml"), base.replace(/ {2}other:(?:\n {4}.*)*/, ""));
    const args = ["-f", "compose.yaml", "-f", "compose.lock.yaml", "config"];
    const locked = await run("compose", [...args, "--lock-image-digests"]);
    // Compose leaves out the tag beside a digest.
    const composeFile = readFileSync(file("compose"), "utf8").replace(/:latest@/g, "@");
    expect(locked).toBe(composeFile);
  });

  test("puts the variables in", async () => {
    const service = ["services:", "  a:", "    image: ${IMAGE_CIVILX_UNIVERSE_ASSETS:?}"];
    writeFileSync(file("compose.yaml"), service.join("\n"));
    const config = (variables: string): Promise<string> =>
      run("compose", ["-f", "compose.yaml", "--env-file", variables, "config", "--images"]);
    expect((await config("dotenv")).trim()).toBe(pinnedOf("civilx-universe/assets"));
    writeFileSync(file("empty"), "");
    await expect(config("empty")).rejects.toThrow("IMAGE_CIVILX_UNIVERSE_ASSETS");
  });
});

withClients(["kustomize"], () => {
  async function images(component: string): Promise<unknown> {
    mkdirSync(file("component"), { recursive: true });
    writeFileSync(join(file("component"), "kustomization.yaml"), component);
    mkdirSync(file("app"), { recursive: true });
    const kustomization = "resources: [pod.yaml]\ncomponents: [../component]\n";
    writeFileSync(join(file("app"), "kustomization.yaml"), kustomization);
    const names = ["civilx-universe", "civilx-universe/assets", "other"];
    const address = `${project.world.sandbox.address}/f1bonacci66`;
    const containers = names.map((name) => ({ name: "a", image: `${address}/${name}:old` }));
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: { containers } };
    writeFileSync(join(file("app"), "pod.yaml"), JSON.stringify(pod));
    const built = parse(await run("kustomize", ["build", "app"])) as {
      spec: { containers: { image: string }[] };
    };
    return built.spec.containers.map(({ image }) => image);
  }

  test("pins what a manifest names, and leaves the rest", async () => {
    const component = readFileSync(file("kustomization"), "utf8");
    const expected = [
      pinnedOf("civilx-universe"),
      pinnedOf("civilx-universe/assets"),
      `${project.world.sandbox.address}/f1bonacci66/other:old`,
    ];
    expect(await images(component)).toEqual(expected);
    expect(await images(component.replaceAll("digest:", "# "))).not.toEqual(expected);
    await expect(images(component.replace("images:", "image:"))).rejects.toThrow("image");
  });
});

withClients(["docker-buildx"], () => {
  const bake = (args: readonly string[], environment: Record<string, string>): Promise<string> =>
    runProgram(project.world, pathOf("docker-buildx"), ["bake", ...args], {
      cwd: project.folder,
      environment,
    });

  async function printed(text: string): Promise<unknown> {
    writeFileSync(file("other-bake"), text);
    const args = ["-f", file("other-bake"), "--print"];
    return JSON.parse(await bake(args, { DOCKER_CONFIG: file("nobody") }));
  }

  test("reads the bake file as it is written", async () => {
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
    const text = readFileSync(file("bake"), "utf8");
    expect(await printed(text)).toEqual(expected);
    // Bake passes over what it does not know, so that only the whole tells.
    expect(await printed(text.replace('"context"', '"contxt"'))).not.toEqual(expected);
    await expect(printed(text.replace("{", "["))).rejects.toThrow("other-bake");
  });

  test("interprets no value as a template", async () => {
    const args = { A: "${B} %{if} $C" };
    const definition = { context: ".", args, tags: ["a.b/c:1"], outputs: ["type=registry"] };
    const text = bakeFile([{ name: "a", definition }]);
    // It prints as it reads: with the escape.
    const escaped = { A: "$${B} %%{if} $C" };
    expect(await printed(text)).toMatchObject({ target: { a: { args: escaped } } });
    await expect(printed(text.replace("$${B}", "${B}"))).rejects.toThrow("B");
  });

  test("builds with it the same digest as the stack", async () => {
    const login = file("publisher");
    cpSync(project.world.environment.DOCKER_CONFIG ?? "", login, { recursive: true });
    const auth = Buffer.from(`${SEED_OWNER}:${PUBLISHER_TOKEN}`).toString("base64");
    const auths = { [project.world.sandbox.address]: { auth } };
    writeFileSync(join(login, "config.json"), JSON.stringify({ auths }));
    const metadata = file("metadata.json");
    await bake(["-f", file("bake"), "--metadata-file", metadata], {
      ...project.world.environment,
      DOCKER_CONFIG: login,
    });
    const built = JSON.parse(readFileSync(metadata, "utf8")) as Record<string, unknown>;
    expect(Object.keys(built)).toContain("civilx-universe");
    // The other image has a RUN step, whose time stands in the image.
    expect(built["civilx-universe-assets"]).toMatchObject({
      "containerimage.digest": pinnedOf("civilx-universe/assets").split("@")[1],
    });
  });
});

/** Another program, which knows nothing but the name of the stack. */
const deployer = `
import * as pulumi from "@pulumi/pulumi";
import { PublishedImages } from "../components";

const published = new PublishedImages(new pulumi.StackReference("organization/pulumi-ghcr/dev"));
export const image = published.pinned(new pulumi.Config().require("image"));
export const config = published.pullSecret();
`;

withClients(["regctl"], () => {
  /** Pulls an image with a docker configuration and nothing else. */
  async function pull(reference: string, config: string | undefined): Promise<string> {
    const login = file(config === undefined ? "nobody" : "somebody");
    mkdirSync(login, { recursive: true });
    if (config !== undefined) writeFileSync(join(login, "config.json"), config);
    return run("regctl", ["image", "copy", reference, "ocidir://pulled:1"], {
      DOCKER_CONFIG: login,
      REGCTL_CONFIG: file("regctl.json"),
    });
  }

  test("pulls a private image with the outputs only, and fails without them", async () => {
    const config = pulumi(["stack", "output", "dockerconfigjson", "--show-secrets"]);
    const pinned = pinnedOf("civilx-universe");
    await expect(pull(pinned, undefined)).rejects.toThrow(/unauthorized/i);
    await expect(pull(pinned, "{}")).rejects.toThrow(/unauthorized/i);
    await pull(pinned, config);
    const digest = await run("regctl", ["image", "digest", "ocidir://pulled:1"]);
    expect(digest.trim()).toBe(pinned.split("@")[1]);
  });

  test("deploys from another program's stack, which reads this one", async () => {
    const program = join(project.folder, "deployer");
    mkdirSync(program);
    writeFileSync(
      join(program, "Pulumi.yaml"),
      "name: deployer\nruntime: nodejs\nmain: index.ts\n",
    );
    writeFileSync(join(program, "index.ts"), deployer);
    const typescript = { extends: "../tsconfig.json", compilerOptions: { rootDir: ".." } };
    writeFileSync(join(program, "tsconfig.json"), JSON.stringify(typescript));
    symlinkSync(join(project.folder, "node_modules"), join(program, "node_modules"));
    pulumi(["stack", "init", "prod"], program);
    pulumi(["config", "set", "image", "civilx-universe/assets"], program);
    pulumi(["up", "--yes", "--skip-preview"], program);
    const image = pulumi(["stack", "output", "image"], program).trim();
    expect(image).toBe(pinnedOf("civilx-universe/assets"));
    expect(pulumi(["stack", "output", "config"], program)).toBe("[secret]\n");
    await pull(image, pulumi(["stack", "output", "config", "--show-secrets"], program));

    pulumi(["config", "set", "image", "civilx-univers"], program);
    let output = "";
    try {
      pulumi(["preview"], program);
    } catch (error) {
      output = (error as { stdout: string }).stdout;
    }
    const message =
      "organization/pulumi-ghcr/dev has not published an image 'civilx-univers'; " +
      "its published images are civilx-universe, civilx-universe/assets";
    const [, diagnostics = ""] = output.split("Diagnostics:");
    expect(diagnostics.split(message)).toHaveLength(2);
    // Not a line of a trace.
    expect(diagnostics).not.toMatch(/^ +at /m);
  });
});
