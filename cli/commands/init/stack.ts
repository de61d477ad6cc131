import {
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { isRecord } from "../../../core/http/json";
import type { Outcome } from "../../../core/process/child";
import { CannotRun, Explained } from "../../explained";
import type { StackOptions } from "../../pulumi/pulumi";
import { PulumiFailure, runPulumi, type PulumiHere } from "../../pulumi/runPulumi";
import { configIn } from "../../pulumi/stackFile";
import { openWorkspace } from "../../pulumi/workspace";
import { variable } from "../../variables";

/** This machine's own folder: no account is needed. */
const usualBackend = "file://~";

/** Where Pulumi keeps its stacks; it is logged in there if it was nowhere. Gives the address. */
export async function openBackend(here: PulumiHere, wanted: string | undefined): Promise<string> {
  const fixed = variable(here.environment, "PULUMI_BACKEND_URL");
  const now = await whereLoggedIn(here);
  if (now.is === "gone" && (wanted === undefined || fixed !== undefined)) {
    const where = withoutPassword(now.backend);
    throw new CannotRun(
      fixed === undefined
        ? `Pulumi is logged in at ${where}, and that cannot be opened: ${now.why}\nMake it again, or name another place: --backend ${usualBackend}`
        : `PULUMI_BACKEND_URL: ${where} cannot be opened: ${now.why}\nMake it, or set the variable to another place`,
    );
  }
  if (now.is === "open" && (wanted === undefined || isSameBackend(now.backend, wanted)))
    return now.backend;
  if (fixed !== undefined) {
    throw new CannotRun(
      `--backend: PULUMI_BACKEND_URL names another place, ${withoutPassword(fixed)}, and Pulumi goes by that; give only one of them`,
    );
  }
  await runPulumi(here, ["login", wanted ?? usualBackend]);
  const opened = await whereLoggedIn(here);
  if (opened.is !== "open") throw new Explained("'pulumi login' left Pulumi logged in nowhere");
  return opened.backend;
}

type Login =
  | { readonly is: "open"; readonly backend: string }
  | { readonly is: "none" }
  /** Somebody took away what Pulumi is logged in at. */
  | { readonly is: "gone"; readonly backend: string; readonly why: string };

async function whereLoggedIn(here: PulumiHere): Promise<Login> {
  const workspace = await openWorkspace(here);
  try {
    const { url } = await workspace.whoAmI();
    if (url === undefined) throw new Explained("'pulumi whoami' did not say where it is logged in");
    return { is: "open", backend: url };
  } catch (error) {
    if (!(error instanceof PulumiFailure)) throw error;
    const { output } = error;
    if (output.includes("PULUMI_ACCESS_TOKEN must be set")) return { is: "none" };
    const [, backend, why] = /unable to open bucket ([^\s?]+)\S*: (.+)/.exec(output) ?? [];
    if (backend !== undefined && why !== undefined) return { is: "gone", backend, why };
    throw error;
  }
}

function isSameBackend(one: string, other: string): boolean {
  const plain = (url: string): string =>
    url.replace(/^file:\/\/~/, `file://${homedir()}`).replace(/\/+$/, "");
  return plain(one) === plain(other);
}

export function withoutPassword(url: string): string {
  return url.replace(/\/\/[^/\s]*@/, "//…@");
}

/** A stack's file that is changed aside, so that nobody ever reads half of it. */
export class FileAside {
  readonly path: string;
  private readonly file: string;

  constructor(
    private readonly stack: StackOptions,
    file: string,
  ) {
    // What replaces a link is no link any more.
    this.file = existsSync(file) ? realpathSync(file) : file;
    // Pulumi goes by the end of its name.
    this.path = join(dirname(this.file), `.${basename(this.file)}.partial.yaml`);
  }

  write(text: string): void {
    // One that a run left behind keeps its own rights.
    rmSync(this.path, { force: true });
    const mode = statSync(this.file, { throwIfNoEntry: false })?.mode;
    writeFileSync(this.path, text, mode === undefined ? {} : { mode: mode & 0o777 });
  }

  read(): string {
    return readFileSync(this.path, "utf8");
  }

  /** Stores what is not stored yet, or is another, or stands there in clear; gives the keys. */
  async store(secrets: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const stored: string[] = [];
    for (const [key, value] of Object.entries(secrets)) {
      if (this.isEncrypted(key) && (await this.secret(key)) === value) continue;
      // The Automation API's `setConfig` makes the value an argument, for every process to read
      // (automation/localWorkspace.js).
      await this.config(["set", "--secret", key], value);
      stored.push(key);
    }
    return stored;
  }

  /** What is stored under a key. */
  async secret(key: string): Promise<string | undefined> {
    if ((this.setting(key) ?? null) === null) return undefined;
    const { stdout } = await this.config(["get", key]);
    return stdout.replace(/\r?\n$/, "");
  }

  take(): void {
    renameSync(this.path, this.file);
  }

  private isEncrypted(key: string): boolean {
    const value = this.setting(key);
    return isRecord(value) && "secure" in value;
  }

  private setting(key: string): unknown {
    return configIn(this.read(), basename(this.path))?.[key];
  }

  /** Not by the Automation API, whose workspace has no `--config-file` for these. */
  private config(args: readonly string[], input?: string): Promise<Outcome> {
    const where = ["--config-file", this.path, "--stack", this.stack.stack];
    return runPulumi(this.stack, ["config", ...args, ...where], input);
  }
}
