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
import { isRecord } from "../../../../core/http/json";
import type { Outcome } from "../../../../core/process/child";
import { CannotRun, UserError } from "../../../errors";
import type { StackOptions } from "../../../pulumi/pulumi";
import { PulumiFailure, runPulumi, type PulumiContext } from "../../../pulumi/runPulumi";
import { parseConfig } from "../../../pulumi/stackFile";
import { openWorkspace } from "../../../pulumi/workspace";
import { readVariable } from "../../../variables";

/** The local file backend: no account is needed. */
const defaultBackend = "file://~";

/**
 * Logs in to the requested backend, or to the default one if Pulumi is not logged in. Returns the
 * backend's address.
 */
export async function openBackend(
  context: PulumiContext,
  requested: string | undefined,
): Promise<string> {
  const fromVariable = readVariable(context.environment, "PULUMI_BACKEND_URL");
  const current = await readLogin(context);
  if (current.kind === "unavailable" && (requested === undefined || fromVariable !== undefined)) {
    const where = withoutPassword(current.backend);
    throw new CannotRun(
      fromVariable === undefined
        ? `Pulumi is logged in at ${where}, which cannot be opened: ${current.why}\nCreate it again, or name another backend: --backend ${defaultBackend}`
        : `PULUMI_BACKEND_URL: ${where} cannot be opened: ${current.why}\nCreate it, or set the variable to another backend`,
    );
  }
  if (
    current.kind === "open" &&
    (requested === undefined || isSameBackend(current.backend, requested))
  )
    return current.backend;
  if (fromVariable !== undefined) {
    throw new CannotRun(
      `--backend: PULUMI_BACKEND_URL names another backend, ${withoutPassword(fromVariable)}, and takes precedence; set only one of them`,
    );
  }
  await runPulumi(context, ["login", requested ?? defaultBackend]);
  const opened = await readLogin(context);
  if (opened.kind !== "open")
    throw new UserError("'pulumi login' succeeded, but Pulumi is not logged in");
  return opened.backend;
}

type Login =
  | { readonly kind: "open"; readonly backend: string }
  | { readonly kind: "none" }
  /** The backend that Pulumi is logged in at no longer exists. */
  | { readonly kind: "unavailable"; readonly backend: string; readonly why: string };

async function readLogin(context: PulumiContext): Promise<Login> {
  const workspace = await openWorkspace(context);
  try {
    const { url } = await workspace.whoAmI();
    if (url === undefined) throw new UserError("'pulumi whoami' did not name the backend");
    return { kind: "open", backend: url };
  } catch (error) {
    if (!(error instanceof PulumiFailure)) throw error;
    const { output } = error;
    if (output.includes("PULUMI_ACCESS_TOKEN must be set")) return { kind: "none" };
    const [, backend, why] = /unable to open bucket ([^\s?]+)\S*: (.+)/.exec(output) ?? [];
    if (backend !== undefined && why !== undefined) return { kind: "unavailable", backend, why };
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

/**
 * A copy of a stack's file that replaces it only when complete, so that nobody reads a partial
 * file.
 */
export class StackFileDraft {
  readonly path: string;
  private readonly file: string;

  constructor(
    private readonly stack: StackOptions,
    file: string,
  ) {
    // Renaming onto a link would replace the link.
    this.file = existsSync(file) ? realpathSync(file) : file;
    // Pulumi requires the `.yaml` suffix.
    this.path = join(dirname(this.file), `.${basename(this.file)}.partial.yaml`);
  }

  write(text: string): void {
    // A draft that another run left would keep its permissions.
    rmSync(this.path, { force: true });
    const mode = statSync(this.file, { throwIfNoEntry: false })?.mode;
    writeFileSync(this.path, text, mode === undefined ? {} : { mode: mode & 0o777 });
  }

  read(): string {
    return readFileSync(this.path, "utf8");
  }

  /** Encrypts secrets that are missing, different or stored as plain text. Returns their keys. */
  async store(secrets: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const stored: string[] = [];
    for (const [key, value] of Object.entries(secrets)) {
      if (this.isEncrypted(key) && (await this.readSecret(key)) === value) continue;
      // The Automation API's `setConfig` makes the value an argument, for every process to read
      // (automation/localWorkspace.js).
      await this.runConfig(["set", "--secret", key], value);
      stored.push(key);
    }
    return stored;
  }

  /** The decrypted value of a key. */
  async readSecret(key: string): Promise<string | undefined> {
    if ((this.setting(key) ?? null) === null) return undefined;
    const { stdout } = await this.runConfig(["get", key]);
    return stdout.replace(/\r?\n$/, "");
  }

  commit(): void {
    renameSync(this.path, this.file);
  }

  private isEncrypted(key: string): boolean {
    const value = this.setting(key);
    return isRecord(value) && "secure" in value;
  }

  private setting(key: string): unknown {
    return parseConfig(this.read(), basename(this.path))?.[key];
  }

  /** Not with the Automation API, whose workspace does not support `--config-file`. */
  private runConfig(args: readonly string[], input?: string): Promise<Outcome> {
    const where = ["--config-file", this.path, "--stack", this.stack.stack];
    return runPulumi(this.stack, ["config", ...args, ...where], input);
  }
}
