import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../core/process/child";
import { SEED_OWNER } from "../../sandbox";
import { Project } from "./support/project";

/** Distinctive tokens, each with its setting and environment variable. */
const tokens = [
  {
    token: "ghp_fakeAdministratorOfTheLogs0000000001",
    setting: "github:token",
    variable: "GITHUB_TOKEN",
    scopes: ["repo"],
  },
  {
    token: "ghp_fakePublisherOfTheLogs00000000000002",
    setting: "ghcr:token",
    variable: "GHCR_TOKEN",
    scopes: ["read:packages", "write:packages"],
  },
  {
    token: "ghp_fakePullerOfTheLogs00000000000000003",
    setting: "ghcr:pullToken",
    variable: "GHCR_PULL_TOKEN",
    scopes: ["read:packages"],
  },
] as const;

/** The forms in which a token can appear in a log: plain, or as a part of Base64 text. */
const encodedTokens = tokens.flatMap(({ token }) => [
  token,
  ...[0, 1, 2].map((offset) => {
    const encoded = Buffer.from(" ".repeat(offset) + token).toString("base64");
    // The characters at both ends also depend on the text around the token.
    return encoded.slice(offset === 0 ? 0 : 4, -4);
  }),
]);

/**
 * At -v=9, Pulumi logs the properties of every resource in plain text, and the GitHub provider logs
 * values that it derives from them. Pulumi only masks the secrets in the configuration. No program can
 * prevent this; docs/tokens.md has a warning.
 */
const properties = /^.*"(?:Unm|M)arshaling property for RPC\[.*$/gm;

const debugFlags = ["--json", "--debug"];
const verboseFlags = [...debugFlags, "-v=9", "--logtostderr", "--logflow"];

const preview = ["preview"];
const up = ["up", "--yes", "--skip-preview"];
const refresh = ["refresh", "--yes", "--skip-preview", "--run-program"];
const destroy = ["destroy", "--yes", "--skip-preview"];

/** Runs the `pulumi` command, and returns its output and its event log. */
async function runPulumi(project: Project, args: readonly string[], environment: object) {
  const events = join(project.folder, "events");
  const output = join(project.folder, "output");
  const file = openSync(output, "w");
  try {
    const { code } = await run(project.toolchain.pulumi, [...args, "--event-log", events], {
      cwd: project.folder,
      environment: { ...project.world.environment, PULUMI_DEBUG_COMMANDS: "true", ...environment },
      show: file,
    });
    const log = readFileSync(output, "utf8") + readFileSync(events, "utf8");
    return { code, log };
  } finally {
    closeSync(file);
  }
}

describe("no token is in the output", () => {
  let project: Project;

  beforeAll(async () => {
    project = await Project.open();
    for (const { token, scopes } of tokens) {
      const made = { token, kind: "classic", owner: SEED_OWNER, scopes };
      await project.control("tokens", { method: "POST", body: JSON.stringify(made) });
    }
  }, 600_000);

  afterAll(async () => {
    await project.close();
  });

  async function expectNoToken(args: readonly string[], environment = {}): Promise<void> {
    const { code, log } = await runPulumi(project, args, environment);
    const visible = log.replace(properties, "");
    const shown = encodedTokens.filter((form) => visible.includes(form));
    expect({ args, code, shown }).toEqual({ args, code: 0, shown: [] });
    expect(log).toContain('"severity":"debug"');
  }

  it("with --debug, --json and an event log if they are variables", async () => {
    project.configure(Object.fromEntries(tokens.map(({ setting }) => [setting, undefined])));
    const variables = Object.fromEntries(tokens.map(({ variable, token }) => [variable, token]));
    for (const command of [preview, up])
      await expectNoToken([...command, ...debugFlags], variables);
  });

  // Pulumi masks these itself. Where the tokens come from only matters to the commands that run the
  // program: the state has the same.
  it("with -v=9, except as properties, if they are in the configuration", async () => {
    const settings = tokens.map(({ setting, token }) => [setting, token] as const);
    await project.setSecrets(Object.fromEntries(settings));
    // The update removes the first repository, and creates another one.
    const images = { second: { context: "examples/assets" } };
    project.configure({ "ghcr:repositories": { second: { create: true, images } } });
    for (const command of [up, refresh, destroy])
      await expectNoToken([...command, ...verboseFlags]);
  });
});
