import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SOURCE_PUBLISHER } from "../../../sandbox";
import type { Environment } from "../../../core/process/child";
import type { Bench } from "../bench";
import { createDockerConfig, writeLogin, writeRandomFile, type Login } from "../docker";
import type { Comparison } from "../model";
import { createOurProgram } from "../workspaces/pulumiWorkspace";

const layers = [1, 2, 3, 4];
const architectures = ["amd64", "arm64"];
const layerBytes = 500_000;

/** Copies images to a new place when `begin` was called, and otherwise to the same place. */
interface Copier {
  readonly label: string;
  readonly begin: () => Promise<void>;
  readonly copy: () => Promise<void>;
}

/** Pushes images for two platforms to the sandbox's source, and returns their references. */
async function pushSources(
  bench: Bench,
  buildx: string,
  count: number,
): Promise<readonly string[]> {
  const { address } = (await bench.control("POST", "source")) as { readonly address: string };
  const environment = createDockerConfig(bench, "mirrors-docker", address, SOURCE_PUBLISHER);
  const context = bench.createFolder("mirrors-source");
  const lines = layers.map((layer) => `COPY $TARGETARCH/${layer} /`);
  writeFileSync(
    join(context, "Dockerfile"),
    ["FROM scratch", "ARG TARGETARCH", ...lines, ""].join("\n"),
  );
  const platforms = architectures.map((each) => `linux/${each}`).join();
  const references: string[] = [];
  for (let index = 1; index <= count; index++) {
    for (const layer of layers)
      for (const architecture of architectures)
        writeRandomFile(join(context, architecture, String(layer)), layerBytes);
    const name = `library/image-${index}`;
    // BuildKit asks for layers before it pushes them, and the source hides what does not exist.
    await bench.control("PUT", `source-repositories/${name}`, {});
    const reference = `${address}/${name}:1`;
    const args = ["build", "--push", "--platform", platforms, "--tag", reference, context];
    await bench.run(buildx, args, { environment });
    references.push(reference);
  }
  return references;
}

async function createOurs(bench: Bench, references: readonly string[]): Promise<Copier> {
  const { login, publishToken } = await bench.createAccount("bench-mirrors");
  const program = createOurProgram(bench, "mirrors", () => ({ GHCR_TOKEN: publishToken }));
  let generation = 0;
  const begin = async (): Promise<void> => {
    generation += 1;
    const named = references.map((from, index) => [`copy-${generation}-${index}`, from] as const);
    const mirrors = Object.fromEntries(named);
    program.configure({ "ghcr:owner": login, "ghcr:mirrors": mirrors });
    await program.resetState();
    // Node compiles the program.
    if (generation === 1) await program.preview();
  };
  return { label: "pulumi-ghcr", begin, copy: () => program.up() };
}

/** A tool that copies one image with each command. */
interface Tool {
  readonly client: string;
  readonly label: string;
  /** Before the name of an image. */
  readonly prefix: string;
  /** Writes the login to a file, and returns the command that uses it. */
  readonly logIn: (
    file: string,
    host: string,
    login: Login,
  ) => { readonly args: readonly string[]; readonly environment: Environment };
}

const tools: readonly Tool[] = [
  {
    client: "skopeo",
    label: "skopeo copy --all",
    prefix: "docker://",
    logIn: (file, host, login) => {
      writeLogin(file, host, login);
      // Without the first option, skopeo requires a policy for signatures.
      const args = ["--insecure-policy", "copy", "--all", "--authfile", file];
      return { args, environment: {} };
    },
  },
  {
    client: "regctl",
    label: "regctl image copy",
    prefix: "",
    logIn: (file, host, { username: user, password: pass }) => {
      writeFileSync(file, JSON.stringify({ hosts: { [host]: { user, pass } } }), { mode: 0o600 });
      return { args: ["image", "copy"], environment: { REGCTL_CONFIG: file } };
    },
  },
];

async function createCopier(
  bench: Bench,
  references: readonly string[],
  { client, label, prefix, logIn }: Tool,
): Promise<Copier | undefined> {
  const path = bench.findClient(client);
  if (path === undefined) return undefined;
  const { login: username, publishToken } = await bench.createAccount(`bench-${client}`);
  const { address } = bench.world.sandbox;
  const file = join(bench.createFolder(client), "login.json");
  const { args, environment } = logIn(file, address, { username, password: publishToken });
  let generation = 0;
  return {
    label,
    begin: () => {
      generation += 1;
      return Promise.resolve();
    },
    copy: async () => {
      for (const [index, from] of references.entries()) {
        const to = `${address}/${username}/copy-${generation}-${index}:1`;
        await bench.run(path, [...args, `${prefix}${from}`, `${prefix}${to}`], { environment });
      }
    },
  };
}

export const mirrors: Comparison = {
  name: "mirrors",
  title: "Mirrors",
  note: "Copies ten images for two platforms, with four layers of 500 kB for each, from another registry. skopeo and regctl run once for each image.",
  listCases: async (bench) => {
    const buildx = bench.findClient("docker-buildx");
    if (buildx === undefined) return [];
    const references = await pushSources(bench, buildx, bench.isSmall ? 2 : 10);
    const created = tools.map((tool) => createCopier(bench, references, tool));
    const copiers = [await createOurs(bench, references), ...(await Promise.all(created))].filter(
      (copier) => copier !== undefined,
    );
    const label = `${references.length} images`;
    return [
      {
        label: `${label}, first copy`,
        contenders: copiers.map(({ begin, copy, ...rest }) => {
          return { ...rest, prepare: begin, run: copy };
        }),
      },
      {
        label: `${label}, nothing to do`,
        contenders: copiers.map(({ copy, label: name }) => ({ label: name, run: copy })),
      },
    ];
  },
};
