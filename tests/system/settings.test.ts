import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../sandbox";
import { findFilesWith, Project, type Update } from "./support/project";
import { listChanges } from "./support/changes";

const buildSecret = "fakeBuildSecret00000000000000000000";
const secrets = [ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, buildSecret];

let project: Project;

beforeAll(async () => {
  project = await Project.open();
}, 600_000);

afterAll(async () => {
  await project.close();
});

type Config = Record<string, unknown>;

/** Edits the stack's settings in its file. */
function editSettings(change: (config: Config) => Config): void {
  const path = join(project.folder, "Pulumi.dev.yaml");
  const stack = parse(readFileSync(path, "utf8")) as { config: Config };
  writeFileSync(path, stringify({ ...stack, config: change(stack.config) }));
}

/** In the state, it marks each secret. `pulumi stack output` prints it as [secret]. */
const secretMark = "4dabf18193072939515e22adb298388d";

/** The base image in .sandbox, which is available without a network. */
const base = { base: ".sandbox/base" };

/** The tests depend on each other: each continues with the state that the previous one left. */
describe("a stack with a token, a build secret and a mirror", () => {
  let up: Update;

  test("passes the secret to the build", async () => {
    const folder = join(project.folder, "examples", "secret");
    mkdirSync(folder);
    writeFileSync(
      join(folder, "Dockerfile"),
      [
        "FROM base AS built",
        "ARG VERSION",
        // The base image only has a shell, so this compares without other tools.
        'RUN --mount=type=secret,id=npmrc read -r line < /run/secrets/npmrc || [ -n "$line" ];' +
          ` [ "\${#line}" = ${buildSecret.length} ] && [ "$VERSION" = 1.10 ] || exit 9`,
        "FROM built AS unwanted",
        "RUN exit 8",
        "",
      ].join("\n"),
    );
    await project.setSecrets({ "ghcr:secret-npm": buildSecret });
    editSettings((config) => ({
      ...config,
      "ghcr:defaults": { secrets: { npmrc: "npm" }, workflowPermissions: "write" },
      "ghcr:repositories": {
        "civilx-universe": {
          create: true,
          images: {
            "civilx-universe": { context: "examples/universe", contexts: base, secrets: {} },
            secret: {
              context: "examples/secret",
              contexts: base,
              target: "built",
              buildArgs: { VERSION: "1.10" },
            },
          },
        },
      },
    }));
    up = await project.up();
    expect(Object.keys(up.outputs.images as object).sort()).toEqual(["civilx-universe", "secret"]);
  });

  test("mirrors an image under two tags, pinned to the same digest, and changes nothing else", async () => {
    const images = up.outputs.images as Record<string, { reference: string; digest: string }>;
    const { reference = "", digest = "" } = images["civilx-universe"] ?? {};
    editSettings((config) => ({
      ...config,
      "ghcr:mirrors": { copy: reference, "copies/two": { from: reference, tags: ["1.10", "b"] } },
    }));
    up = await project.up();
    expect(listChanges(up)).toEqual([
      "create Index copies/two:1.10",
      "create Index copies/two:b",
      "create Index copy:latest",
      "create Mirror copies/two",
      "create Mirror copy",
    ]);
    const address = project.world.sandbox.address;
    const [one, two] = [
      `${address}/f1bonacci66/copy:latest`,
      `${address}/f1bonacci66/copies/two:1.10`,
    ];
    const described = (reference: string): object => {
      return { reference, digest, pinned: `${reference}@${digest}` };
    };
    expect(up.outputs.images).toMatchObject({
      copy: described(one),
      "copies/two": described(two),
    });
    expect(parse(String(up.outputs.__compose))).toMatchObject({
      services: { copy: { image: `${one}@${digest}` }, two: { image: `${two}@${digest}` } },
    });
  });

  test("stores no secret in plain text, and has no output that prints as [secret]", () => {
    const state = project.readState();
    expect(state).toContain("docker-build:index:Index");
    expect(state).toContain(secretMark);
    expect(JSON.stringify(up.outputs)).not.toContain(secretMark);
    expect(secrets.filter((secret) => up.output.includes(secret))).toEqual([]);
    expect(findFilesWith(project.world.backend, secrets)).toEqual([]);
  });

  test("does not change if settings are wrong: all are reported, without showing a secret", async () => {
    const path = join(project.folder, "Pulumi.dev.yaml");
    const right = readFileSync(path, "utf8");
    const before = project.readResources();
    editSettings((config) => ({
      ...config,
      "ghcr:defaults": { buildArgs: { VERSION: config["ghcr:secret-npm"] } },
      "ghcr:repositorys": {},
      "ghcr:repositories": "",
      "ghcr:secret-npm": buildSecret,
      "ghcr:mirrors": { copy: { from: "a.b/c:d", tags: [1.1] } },
    }));
    const { output, requests } = await project.expectUpToFail();
    writeFileSync(path, right);
    for (const problem of [
      "ghcr:repositorys: is not a valid setting",
      "ghcr:repositories: is empty",
      "ghcr:secret-npm: is stored as plain text",
      'ghcr:mirrors.copy.tags.0: is the number 1.1; expected text, so write it in quotes: "1.1" or "1.10"',
      "ghcr:defaults: contains a secret ('secure:')",
      "npx pulumi config set --secret ghcr:secret-NAME",
    ])
      expect(output).toContain(problem);
    for (const secret of secrets) expect(output).not.toContain(secret);
    expect(requests).toEqual([]);
    expect(project.readResources()).toEqual(before);
  });

  test("deletes no mirror from the registry when it is destroyed", async () => {
    await project.forgetRequests();
    await project.destroy();
    const deleted = (await project.listRequests()).filter(({ method, path }) => {
      return method === "DELETE" && /\/v2\/.*\/cop/.test(path);
    });
    expect(deleted).toEqual([]);
  });
});
