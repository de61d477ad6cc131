import type { ServerResponse } from "node:http";

export interface JournalEntry {
  when: string;
  kind: "github" | "registry";
  method: string;
  /** Without the query, and with nothing in it that looks like a token. */
  path: string;
  status: number;
  /** GitHub's name of the operation, where the request was one. */
  operation: string | null;
  /** The login that it was made as. */
  account: string | null;
  /** Asked for something that the sandbox does not know: either it lacks, or nobody has it. */
  unrouted: boolean;
}

/** What a handler may add to its request's entry. */
export type JournalNote = Partial<Pick<JournalEntry, "operation" | "account" | "unrouted">>;

/** Tests read it; it must never hold more than they can take in. */
const CAPACITY = 50_000;

/** GitHub's token prefixes: a token in a path is a mistake, but must not be repeated here. */
const TOKEN = /\b(?:gh[opsur]_|github_pat_)[A-Za-z0-9_]+/g;

/** The requests that came, oldest first. Kept in memory: it tells of this run. */
export class Journal {
  private entries: JournalEntry[] = [];

  /** Writes the entry when the answer is through, or cut off. */
  record(
    kind: JournalEntry["kind"],
    method: string,
    path: string,
    response: ServerResponse,
  ): JournalNote {
    const note: JournalNote = {};
    const when = new Date().toISOString();
    response.once("close", () => {
      if (this.entries.length === CAPACITY) this.entries.shift();
      this.entries.push({
        when,
        kind,
        method,
        path: path.replace(/\?.*$/s, "").replace(TOKEN, "***"),
        status: response.statusCode,
        operation: note.operation ?? null,
        account: note.account ?? null,
        unrouted: note.unrouted ?? false,
      });
    });
    return note;
  }

  read(): readonly JournalEntry[] {
    return this.entries;
  }

  clear(): void {
    this.entries = [];
  }
}
