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
const verboseFlags = ["-v=9", "--logtostderr", "--logflow"];

const preview = ["preview"];
const up = ["up", "--yes", "--skip-preview"];
const refresh = ["refresh", "--yes", "--skip-preview", "--run-program"];
const destroy = ["destroy", "--yes", "--skip-preview"];

async function storeInConfiguration(project: Project): Promise<object> {
  const entries = tokens.map(({ setting, token }) => [setting, token] as const);
  await project.setSecrets(Object.fromEntries(entries));
  return {};
}

function passAsVariables(project: Project): Promise<object> {
  project.configure(Object.fromEntries(tokens.map(({ setting }) => [setting, undefined])));
  return Promise.resolve(
    Object.fromEntries(tokens.map(({ variable, token }) => [variable, token])),
  );
}

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

// Where the tokens come from matters to the commands that run the program: the state has the same.
// The second `up` changes nothing, and reads the state of the first.
test.each([
  [
    "variables",
    "--debug, --json and an event log",
    passAsVariables,
    debugFlags,
    [preview, up, destroy],
  ],
  [
    "the configuration",
    "-v=9, except as properties",
    storeInConfiguration,
    [...debugFlags, ...verboseFlags],
    [preview, up, up, refresh, destroy],
  ],
])(
  "no token from %s is in the output with %s",
  async (_source, _flags, store, flags, commands) => {
    const project = await Project.open();
    try {
      for (const { token, scopes } of tokens) {
        const made = { token, kind: "classic", owner: SEED_OWNER, scopes };
        await project.control("tokens", { method: "POST", body: JSON.stringify(made) });
      }
      const environment = await store(project);
      for (const command of commands) {
        const { code, log } = await runPulumi(project, [...command, ...flags], environment);
        const visible = log.replace(properties, "");
        expect({
          command,
          code,
          shown: encodedTokens.filter((form) => visible.includes(form)),
        }).toEqual({
          ...{ command, code: 0, shown: [] },
        });
        expect(log).toContain('"severity":"debug"');
      }
    } finally {
      await project.close();
    }
  },
  600_000,
);
