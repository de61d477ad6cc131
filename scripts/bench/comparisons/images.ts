import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench";
import { createDockerConfig, writeRandomFile } from "../docker";
import type { Case, Comparison } from "../model";
import { createOurProgram } from "../workspaces/pulumiWorkspace";

/** Some images with one shared layer, in a folder. */
class Contexts {
  readonly names: readonly string[];

  constructor(
    private readonly folder: string,
    count: number,
  ) {
    this.names = Array.from({ length: count }, (_, index) => `image-${index + 1}`);
  }

  /** Writes contents that no layer has yet. */
  renew(): void {
    writeRandomFile(join(this.folder, "shared", "content"), 8_000_000);
    for (const name of this.names) this.change(name);
  }

  change(name: string | undefined): void {
    if (name === undefined) return;
    writeRandomFile(join(this.folder, name, "content"), 500_000);
    const dockerfile = "FROM scratch\nCOPY --from=shared content /shared\nCOPY content /content\n";
    writeFileSync(join(this.folder, name, "Dockerfile"), dockerfile);
  }
}

/** A program that builds and pushes the images. */
interface Publisher {
  readonly label: string;
  readonly contexts: Contexts;
  /** Forgets what it knows of earlier runs. */
  readonly reset: () => Promise<void>;
  readonly run: () => Promise<unknown>;
}

async function createOurs(bench: Bench, count: number): Promise<Publisher> {
  const { login, adminToken, publishToken } = await bench.createAccount(`bench-images-${count}`);
  const tokens = { GITHUB_TOKEN: adminToken, GHCR_TOKEN: publishToken };
  const program = createOurProgram(bench, `images-${count}`, () => tokens);
  const contexts = new Contexts(program.folder, count);
  const entries = contexts.names.map((name) => {
    return [name, { context: name, contexts: { shared: "shared" } }] as const;
  });
  const declare = (images: object): void => {
    const repositories = { app: { create: true, images } };
    program.configure({ "ghcr:owner": login, "ghcr:repositories": repositories });
  };
  let isCreated = false;
  const reset = async (): Promise<void> => {
    if (isCreated) await bench.control("DELETE", `repositories/${login}/app`);
    isCreated = true;
    await program.resetState();
    // The repository is not part of the comparison.
    declare({});
    await program.up();
    declare(Object.fromEntries(entries));
  };
  return { label: "pulumi-ghcr", contexts, reset, run: () => program.up() };
}

async function createBake(bench: Bench, buildx: string, count: number): Promise<Publisher> {
  const { address } = bench.world.sandbox;
  const { login, publishToken } = await bench.createAccount(`bench-bake-${count}`);
  const folder = bench.createFolder(`bake-${count}`);
  const contexts = new Contexts(folder, count);
  const targets = contexts.names.map((name) => {
    const tags = [`${address}/${login}/${name}:latest`];
    return [name, { context: name, contexts: { shared: "shared" }, tags }] as const;
  });
  const file = {
    group: { default: { targets: contexts.names } },
    target: Object.fromEntries(targets),
  };
  writeFileSync(join(folder, "docker-bake.json"), JSON.stringify(file));
  const credentials = { username: login, password: publishToken };
  const environment = createDockerConfig(bench, `bake-${count}-docker`, address, credentials);
  return {
    label: "docker buildx bake --push",
    contexts,
    reset: () => Promise.resolve(),
    // pulumi-ghcr adds no provenance, either.
    run: () =>
      bench.run(buildx, ["bake", "--push", "--provenance=false"], { cwd: folder, environment }),
  };
}

export const images: Comparison = {
  name: "images",
  title: "Images",
  note: "Builds and pushes images that share a layer of 8 MB, and have one of 500 kB each, with the same BuildKit. _Cold_: neither BuildKit nor the registry has any of it. _Warm_: both have all of it, and pulumi-ghcr has no state. Then one image changes, and then nothing.",
  listCases: async (bench) => {
    const buildx = bench.findClient("docker-buildx");
    if (buildx === undefined) return [];
    const cases: Case[] = [];
    for (const count of bench.isSmall ? [1, 2] : [1, 4, 12]) {
      const publishers = [await createOurs(bench, count), await createBake(bench, buildx, count)];
      const createCase = (
        state: string,
        prepare: (publisher: Publisher) => Promise<void> | void,
      ): Case => ({
        label: `${count} image${count === 1 ? "" : "s"}, ${state}`,
        contenders: publishers.map((publisher) => ({
          label: publisher.label,
          prepare: async () => {
            await prepare(publisher);
          },
          run: publisher.run,
        })),
      });
      cases.push(
        createCase("cold", async ({ contexts, reset }) => {
          contexts.renew();
          await reset();
        }),
        createCase("warm", ({ reset }) => reset()),
        createCase("one changed", ({ contexts }) => {
          contexts.change(contexts.names[0]);
        }),
        createCase("nothing changed", () => undefined),
      );
    }
    return cases;
  },
};
