import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findProcesses } from "../system/support/processes";
import { TerminalUser } from "../system/support/terminalUser";

const root = join(__dirname, "..", "..");
const token = "ghp_exampleTypedBeforeTheQuestion";
const otherToken = "ghp_exampleTypedDuringTheCheck";

let folder: string;
let github: Server;
/** The last request with each token, which has yet to be answered. */
const requests = new Map<string, IncomingMessage & { readonly response: ServerResponse }>();

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-ghcr-echo-")));
  github = createServer((request, response) => {
    const token = String(request.headers.authorization).replace(/^\S+ /, "");
    requests.set(token, Object.assign(request, { response }));
  });
  await new Promise<void>((resolve) => github.listen(0, "127.0.0.1", resolve));
});

afterEach(() => {
  TerminalUser.closeAll();
  requests.clear();
});

afterAll(() => {
  github.closeAllConnections();
  github.close();
  rmSync(folder, { recursive: true });
});

async function waitUntil(isTrue: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!isTrue()) {
    if (Date.now() > end) throw new Error("it did not happen");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Answers as GitHub does to the check of a token. */
async function answerCheck(token: string, status: number): Promise<void> {
  await waitUntil(() => requests.get(token)?.url?.endsWith("/user") === true);
  const headers = {
    "content-type": "application/json",
    "x-oauth-scopes": "repo, workflow, write:packages, read:packages",
  };
  const body = status === 200 ? { login: "octo", id: 1, type: "User" } : {};
  requests.get(token)?.response.writeHead(status, headers).end(JSON.stringify(body));
}

/** Runs a command line; prints the terminal's name, and its settings before and after. */
function start(line: string, TERM = "xterm"): TerminalUser {
  const path = [join(folder, "bin"), process.env.PATH ?? ""].join(":");
  const { port } = github.address() as AddressInfo;
  return new TerminalUser(
    `trap : INT QUIT HUP; tty; before=$(stty -g); echo $before; ${line}; stty -g; exit $code`,
    {
      cwd: folder,
      environment: {
        PATH: path,
        TERM,
        GITHUB_BASE_URL: `http://127.0.0.1:${port}/`,
        // Nothing listens there.
        GHCR_REGISTRY: "127.0.0.1:1",
        BUILDX_BUILDER: "any",
      },
    },
  );
}

/** The settings of the user's terminal now. */
function readSettings({ output }: TerminalUser): string {
  const [name = ""] = output.split("\r\n");
  return String(spawnSync("stty", ["-F", name, "-a"]).stdout);
}

const command = `${process.execPath} ${join(root, "cli", "bin.mjs")}`;

const settings = /^[0-9a-f]+(?::[0-9a-f]+){10,}\r?$/gm;

function expectSameSettings(output: string): void {
  const [before, ...after] = output.match(settings) ?? [];
  expect(before).toBeDefined();
  expect(after).toEqual([before]);
}

describe("a token that is pasted", () => {
  const question = "Paste the token (it is not shown";

  it.each([
    ["before the first output", "xterm"],
    ["before the first output", "dumb"],
    ["while the command starts", "xterm"],
  ])("%s answers the question, and is not shown: TERM=%s", async (moment, TERM) => {
    const user = start(`${command} doctor --repository octo/app --light; code=$?`, TERM);
    if (moment === "while the command starts") await user.waitFor("… starting");
    else {
      await user.waitFor("\r\n");
      // At the question, the terminal is not canonical.
      await waitUntil(() => /[^-]icanon [^]* -echo /.test(readSettings(user)));
    }
    user.type(`${token}\r`);
    await waitUntil(() => requests.has(token));
    expect(readSettings(user)).toContain(" echo ");
    await answerCheck(token, 200);
    const { output } = await user.ended;
    expect(output).toContain(question);
    expect(output).toContain(", from the keyboard");
    expect(output).not.toContain(token);
    expectSameSettings(output);
  });

  it("while another one is checked answers the next question, and is not shown", async () => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: pulumi-ghcr\n");
    mkdirSync(join(folder, "app"));
    writeFileSync(join(folder, "app", "Dockerfile"), "FROM scratch\n");
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin", "pulumi"), "", { mode: 0o755 });
    const user = start(`${command} init app; code=$?`);
    await user.answer(question, `${token}\r`);
    await waitUntil(() => requests.has(token));
    user.type(`${otherToken}\r`);
    await answerCheck(token, 401);
    await user.waitFor(question);
    await answerCheck(otherToken, 200);
    // The next step asks for the repository.
    await waitUntil(() => requests.get(otherToken)?.url?.includes("/repos/") === true);
    expect(readSettings(user)).toContain(" echo ");
    for (const { pid, line } of findProcesses(folder)) {
      if (line.startsWith(command)) process.kill(pid, "SIGKILL");
    }
    const { output } = await user.ended;
    expect(output).not.toContain(token);
    expect(output).not.toContain(otherToken);
    expectSameSettings(output);
  });
});

/** Starts a program that turns the echo off. */
function startProgram(code: string, then = ":"): TerminalUser {
  const file = join(folder, "program.mjs");
  const echo = pathToFileURL(join(root, "cli", "echo.mjs")).href;
  writeFileSync(
    file,
    `import { openEcho } from "${echo}";\nconst echo = openEcho();\necho.hide();\n${code}`,
  );
  return start(`${process.execPath} program.mjs; code=$?; ${then}`);
}

const block = 'console.log("ready"); for (;;);';
const ask = "process.stdin.setRawMode(true);";
const waysOut: readonly [string, number, string, string][] = [
  ["its end", 0, "", ""],
  ["its end during a question", 3, `${ask} process.exit(3);`, ""],
  ["an error", 1, "throw new Error();", ""],
  ["Ctrl-C while it loads", 130, block, "\u0003"],
  ["SIGTERM during a question", 143, `${ask} process.kill(process.pid, "SIGTERM"); ${block}`, ""],
];

it.each(waysOut)("%s leaves the terminal as it was", async (_way, code, program, key) => {
  const user = startProgram(program);
  if (key !== "") await user.answer("ready", key);
  const ended = await user.ended;
  expect(ended.code).toBe(code);
  expectSameSettings(ended.output);
  await waitUntil(() => findProcesses(folder).length === 0);
});

it.each([
  // A terminal sends these two to the watcher as well.
  ["SIGHUP", 129, "0"],
  ["SIGQUIT", 131, "0"],
  ["SIGKILL", 137, "process.pid"],
])("after %s during a question a watcher restores the terminal", async (signal, code, target) => {
  const program = `${ask} setTimeout(() => process.kill(${target}, "${signal}"), 500);`;
  const wait = 'until [ "$(stty -g)" = "$before" ]; do sleep 0.02; done';
  const ended = await startProgram(program, wait).ended;
  expect(ended.code).toBe(code);
  expectSameSettings(ended.output);
});

it("changes nothing after a command that ended by itself: its caller may have hidden a question", async () => {
  const bin = join(folder, "bin");
  const log = join(folder, "stty.log");
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh\necho "$1" >> ${log}\nPATH=${process.env.PATH} exec stty "$@"\n`;
  writeFileSync(join(bin, "stty"), script, { mode: 0o755 });
  const { code } = await startProgram("").ended;
  expect(code).toBe(0);
  await waitUntil(() => findProcesses(folder).length === 0);
  expect(readFileSync(log, "utf8").match(settings)).toBeNull();
});
