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
import { z } from "zod";
import { isRecord } from "../../../../core/http/json";
import { CannotRun, UserError } from "../../../errors";
import type { StackOptions } from "../../../pulumi/pulumi";
import { PulumiFailure, runPulumi, type PulumiContext } from "../../../pulumi/runPulumi";
import { readConfiguration } from "../../../pulumi/settings";
import { parseConfig } from "../../../pulumi/stackFile";
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

const whoamiSchema = z.object({ url: z.string() });

async function readLogin(context: PulumiContext): Promise<Login> {
  try {
    const { stdout } = await runPulumi(context, ["whoami", "--json"]);
    return { kind: "open", backend: whoamiSchema.parse(JSON.parse(stdout)).url };
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

/** The values of a stack's settings that are single texts. */
export type Settings = Readonly<Record<string, string | undefined>>;

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

  /**
   * Encrypts secrets that are missing, differ from the current settings or are stored as plain
   * text. Returns their keys.
   */
  async store(
    secrets: Readonly<Record<string, string>>,
    current: Settings,
  ): Promise<readonly string[]> {
    const config = parseConfig(this.read(), basename(this.path)) ?? {};
    const isEncrypted = (key: string): boolean => isRecord(config[key]) && "secure" in config[key];
    const stored = Object.keys(secrets).filter(
      (key) => !isEncrypted(key) || current[key] !== secrets[key],
    );
    for (const key of stored) {
      // From standard input: every process can read the arguments of another.
      const where = ["--config-file", this.path, "--stack", this.stack.stack];
      await runPulumi(this.stack, ["config", "set", "--secret", key, ...where], secrets[key]);
    }
    return stored;
  }

  /** The decrypted values of its settings. */
  async readValues(): Promise<Settings> {
    const { settings } = await readConfiguration(this.stack, this.path);
    return Object.fromEntries(
      Object.entries(settings).flatMap(([key, { value }]) =>
        typeof value === "string" ? [[key, value]] : [],
      ),
    );
  }

  commit(): void {
    renameSync(this.path, this.file);
  }
}
