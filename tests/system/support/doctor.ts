import { spawn } from "node:child_process";
import { join } from "node:path";

import { PUBLISHER_TOKEN } from "../../../sandbox";
import type { Report } from "../../../cli/commands/doctor";
import { main } from "../../../cli/main";
import { startRunning, type Running } from "../sandbox/running";
import { TerminalUser, type TerminalResult } from "./terminalUser";

/** The exit code and output of the doctor. */
export interface DoctorRun {
  readonly code: number | null;
  readonly output: string;
  readonly report: Report;
}

const root = join(__dirname, "../../..");

/** The doctor command, with a sandbox that contains the repository F1bonacci66/open. */
export class Doctor {
  /** All tokens and outputs, to check that no output contains a token. */
  private readonly tokens = new Set<string>();
  private readonly outputs: string[] = [];

  private constructor(readonly running: Running) {}

  static async open(): Promise<Doctor> {
    const opened = new Doctor(await startRunning());
    await opened.createRepository("/user/repos", { name: "open", visibility: "public" });
    return opened;
  }

  close(): Promise<void> {
    return this.running.close();
  }

  async createRepository(path: string, body: object): Promise<void> {
    const token = await this.createToken("ghp_maker", { scopes: ["repo", "admin:org"] });
    const { status } = await this.running.github("POST", path, { token, body });
    if (status !== 201) throw new Error(`${path}: ${status}`);
  }

  /** Creates a token; by default a classic one of the owner with the scopes for publishing. */
  async createToken(token: string, change: object = {}): Promise<string> {
    const defaults = {
      kind: "classic",
      owner: "F1bonacci66",
      scopes: ["read:packages", "write:packages"],
    };
    await this.control("POST", "tokens", { token, ...defaults, ...change });
    return token;
  }

  /** Acts as the user on the website, and returns the response. */
  async control(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await this.running.control(method, path, body);
    const text = await answer.text();
    const isExisting = answer.status === 409;
    if (!answer.ok && !isExisting) throw new Error(`${method} ${path}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  run(
    token: string,
    args: readonly string[],
    more: { stdin?: string; environment?: NodeJS.ProcessEnv } = {},
  ): Promise<DoctorRun> {
    this.tokens.add(token.trim());
    return new Promise((resolve, reject) => {
      const tokenVariables = more.stdin === undefined ? { GHCR_TOKEN: token } : {};
      const env = this.environment({ ...tokenVariables, ...more.environment });
      const command = [join(root, "cli/bin.mjs"), "doctor", ...args];
      const child = spawn(process.execPath, command, { env });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.once("error", reject);
      child.once("close", (code) => {
        this.outputs.push(output);
        resolve({ code, output, report: readReport(args, output) });
      });
      child.stdin.end(more.stdin ?? "");
    });
  }

  /** Runs the command line in this process, which saves the start of another one. */
  async check(token: string, args: readonly string[]): Promise<DoctorRun> {
    this.tokens.add(token.trim());
    const environment = this.environment({ GHCR_TOKEN: token });
    // Only another process would trust the sandbox's certificate.
    const baseUrl = `http://${this.running.sandbox.address}/`;
    let output = "";
    const write = (text: string): void => {
      output += `${text}\n`;
    };
    const variables = { ...environment, GITHUB_BASE_URL: baseUrl };
    const replaced = jest.replaceProperty(process, "env", variables);
    const spies = [
      jest.spyOn(console, "log").mockImplementation(write),
      jest.spyOn(console, "error").mockImplementation(write),
    ];
    const code = await main(["doctor", ...args], "0.0.0").finally(() => {
      replaced.restore();
      for (const spy of spies) spy.mockRestore();
    });
    this.outputs.push(output);
    return { code, output, report: readReport(args, output) };
  }

  /** Runs the doctor at a terminal. */
  startAtTerminal(line: string, more: NodeJS.ProcessEnv = {}): TerminalUser {
    this.tokens.add(PUBLISHER_TOKEN);
    return new TerminalUser(`${process.execPath} ${join(root, "cli/bin.mjs")} doctor ${line}`, {
      cwd: this.running.directory,
      environment: this.environment({ GHCR_TOKEN: PUBLISHER_TOKEN, ...more }),
    });
  }

  async waitForEnd(user: TerminalUser): Promise<TerminalResult> {
    const typed = await user.ended;
    this.outputs.push(typed.output);
    return typed;
  }

  /** Fails if an output contains a token, or if there are too few outputs. */
  expectNoTokenPrinted(least: number): void {
    expect(this.outputs.length).toBeGreaterThan(least);
    const parts = [...this.tokens].flatMap((token) => token.split("\n")).filter((part) => part);
    const leaks = this.outputs.filter((output) => parts.some((part) => output.includes(part)));
    expect(leaks).toEqual([]);
  }

  private environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const { address, certificateAuthorityFile } = this.running.sandbox;
    return {
      PATH: process.env.PATH,
      NODE_EXTRA_CA_CERTS: certificateAuthorityFile,
      GITHUB_BASE_URL: `https://${address}/`,
      GHCR_REGISTRY: address,
      ...more,
    };
  }
}

function readReport(args: readonly string[], output: string): Report {
  return (args.includes("--json") ? JSON.parse(output) : {}) as Report;
}

export const argumentsFor = (name: string, ...more: string[]): string[] => [
  "--repository",
  name,
  "--json",
  ...more,
];

/** The outcomes by the checks' ids. */
export function listOutcomes({ report }: DoctorRun): Record<string, string> {
  return Object.fromEntries(report.findings.map(({ id, outcome }) => [id, outcome]));
}

export function getFinding({ report }: DoctorRun, id: string): Report["findings"][number] {
  const found = report.findings.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no finding ${id}`);
  return found;
}
