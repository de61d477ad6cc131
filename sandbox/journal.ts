import type { ServerResponse } from "node:http";

/** The part of the sandbox that got a request; mirrors copy from the source to the registry. */
export const KINDS = ["github", "registry", "source"] as const;
export type Kind = (typeof KINDS)[number];

export interface JournalEntry {
  when: string;
  kind: Kind;
  method: string;
  /** Without the query, and with tokens masked. */
  path: string;
  /** The response's status; 0 if there was none. */
  status: number;
  /** From the request's headers to the end of the response, or to the interruption of either. */
  durationMilliseconds: number;
  /** The id of the injected fault, if any; the response is then the fault's. */
  fault: number | null;
  /** GitHub's name of the operation, if the request was one. */
  operation: string | null;
  /** The login of the token. */
  account: string | null;
  /** A path that the sandbox does not implement, or that does not exist. */
  unrouted: boolean;
  /** How the request or the response violates GitHub's OpenAPI description. */
  misfits: Misfits;
}

/** ajv's messages, which do not contain the values. */
export interface Misfits {
  /**
   * A mistake of the client, unless the request succeeded: GitHub accepts more than it describes.
   */
  request: string[];
  /** Always a mistake of the sandbox. */
  response: string[];
}

/** What a handler can add to its request's entry. */
export type JournalNote = Partial<
  Pick<JournalEntry, "operation" | "account" | "unrouted" | "misfits" | "fault" | "status">
>;

/** Limits the memory that the journal uses. */
const CAPACITY = 50_000;

/** GitHub's token prefixes: a token in a path is a mistake, and must not be recorded. */
const TOKEN = /\b(?:gh[opsur]_|github_pat_)[A-Za-z0-9_]+/g;

/** The requests of this run, oldest first. */
export class Journal {
  private entries: JournalEntry[] = [];

  /** Adds the entry when the response has been sent, or was interrupted. */
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
