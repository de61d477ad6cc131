import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../core/process/child";
import { SEED_OWNER } from "../../sandbox";
import { Project } from "./support/project";

/** Distinctive tokens, with the setting and the variable that each can come from. */
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

/** A token as it may stand in a log: as it is, or inside something longer that is in base64. */
const encodedTokens = tokens.flatMap(({ token }) => [
  token,
  ...[0, 1, 2].map((offset) => {
    const encoded = Buffer.from(" ".repeat(offset) + token).toString("base64");
    // The characters at both ends depend on what stands beside the token, too.
    return encoded.slice(offset === 0 ? 0 : 4, -4);
  }),
]);

/**
 * At -v=9 the engine writes the properties of every resource in clear text, and the GitHub provider
 * writes what it makes of them, where the engine masks only what the configuration holds. No program
 * can keep them from that, and docs/tokens.md warns of it.
 */
const properties = /^.*"(?:Unm|M)arshaling property for RPC\[.*$/gm;

const debugFlags = ["--json", "--debug"];
const verboseFlags = ["-v=9", "--logtostderr", "--logflow"];

const commands = [
  ["preview"],
  ["up", "--yes", "--skip-preview"],
  ["preview"],
  ["up", "--yes", "--skip-preview"],
  ["refresh", "--yes", "--skip-preview", "--run-program"],
  ["destroy", "--yes", "--skip-preview"],
];

async function storeInConfiguration(project: Project): Promise<object> {
  for (const { setting, token } of tokens) {
    await project.stack.setConfig(setting, { value: token, secret: true });
  }
  return {};
}

async function passAsVariables(project: Project): Promise<object> {
  for (const { setting } of tokens) await project.stack.removeConfig(setting);
  return Object.fromEntries(tokens.map(({ variable, token }) => [variable, token]));
}

/** Runs Pulumi as a person does, and gives all that it wrote: on both streams and as its events. */
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

test.each([
  ["variables", "--debug, --json and an event log", passAsVariables, debugFlags],
  [
    "the configuration",
    "-v=9, except as properties",
    storeInConfiguration,
    [...debugFlags, ...verboseFlags],
  ],
])(
  "no token from %s is shown by %s",
  async (_source, _flags, store, flags) => {
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
