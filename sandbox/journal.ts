import type { ServerResponse } from "node:http";

/** Which part of the sandbox a request was for: ghcr.io is the registry, and what it copies from the source. */
export const KINDS = ["github", "registry", "source"] as const;
export type Kind = (typeof KINDS)[number];

export interface JournalEntry {
  when: string;
  kind: Kind;
  method: string;
  /** Without the query, and with nothing in it that looks like a token. */
  path: string;
  /** What the caller was told; 0 where no answer came. */
  status: number;
  /** From the request's head to the answer's end, or to where either was cut off. */
  durationMilliseconds: number;
  /** The id of the injected fault, where there was one: the sandbox is then not to be judged. */
  fault: number | null;
  /** GitHub's name of the operation, where the request was one. */
  operation: string | null;
  /** The login that it was made as. */
  account: string | null;
  /** Asked for something that the sandbox does not know: either it lacks, or nobody has it. */
  unrouted: boolean;
  /** Where the request, or our answer, is not as GitHub's OpenAPI description says. */
  misfits: Misfits;
}

/** In ajv's sentences, which hold no value of what was sent. */
export interface Misfits {
  /** The client's doing, unless the answer says that all is well: GitHub takes more than it tells. */
  request: string[];
  /** Always a mistake of the sandbox. */
  response: string[];
}

/** What a handler may add to its request's entry. */
export type JournalNote = Partial<
  Pick<JournalEntry, "operation" | "account" | "unrouted" | "misfits" | "fault" | "status">
>;

/** Tests read it; it must never hold more than they can take in. */
const CAPACITY = 50_000;

/** GitHub's token prefixes: a token in a path is a mistake, but must not be repeated here. */
const TOKEN = /\b(?:gh[opsur]_|github_pat_)[A-Za-z0-9_]+/g;

/** The requests that came, oldest first. Kept in memory: it tells of this run. */
export class Journal {
  private entries: JournalEntry[] = [];

  /** Writes the entry when the answer is through, or cut off. */
  record(kind: Kind, method: string, path: string, response: ServerResponse): JournalNote {
    const note: JournalNote = {};
    const when = new Date().toISOString();
    const start = performance.now();
    response.once("close", () => {
      if (this.entries.length === CAPACITY) this.entries.shift();
      this.entries.push({
        when,
        kind,
        method,
        path: path.replace(/\?.*$/s, "").replace(TOKEN, "***"),
        status: note.status ?? (response.headersSent ? response.statusCode : 0),
        durationMilliseconds: Math.round((performance.now() - start) * 1000) / 1000,
        fault: note.fault ?? null,
        operation: note.operation ?? null,
        account: note.account ?? null,
        unrouted: note.unrouted ?? false,
        misfits: note.misfits ?? { request: [], response: [] },
      });
    });
    return note;
  }

  read(kind: Kind | null = null): readonly JournalEntry[] {
    return kind === null ? this.entries : this.entries.filter((entry) => entry.kind === kind);
  }

  clear(): void {
    this.entries = [];
  }
}
