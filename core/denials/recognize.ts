import { fillPlaceholders, type PlaceholderValues } from "../github/settingsPages";
import { findCheckout, fixInActions, isActionsLine } from "./actionsLog";
import { normalizeMessage, stripPrefixes } from "./clean";
import type { Denial } from "./denial";
import { mayMatch, candidatesFor } from "./literalPrefix";
import { appliesToHost } from "./hostRule";
import { findMalformedReference, type MalformedReference } from "./malformedReference";
import {
  findLoginUser,
  findOperationRegistry,
  findPlaceholderValues,
  findRegistryNear,
} from "./mentions";
import { denials } from "./table";

export interface RecognizeOptions {
  /** The hosts that respond as ghcr.io does, with their ports. */
  readonly registries?: readonly string[];
  /** The registry of messages that name none. */
  readonly defaultRegistry?: string | undefined;
}

/** A refusal in a text, with its cause and fix where they are known. */
export interface RecognizedDenial {
  /** Its first and last line, counted from one. */
  readonly line: number;
  readonly lastLine: number;
  /** The complete message, without colors, timestamps and other prefixes. */
  readonly message: string;
  /** The registry that refused, if the message or the lines before it name one. */
  readonly host: string | null;
  /** Null where no row of the table matches. */
  readonly denial: Denial | null;
  readonly cause: string;
  /** The fix, with owner, name and host filled in where the message names them. */
  readonly fix: readonly string[];
  /** How often the text contains it. */
  readonly times: number;
}

/** Longer lines are read in overlapping pieces, so that one long line costs no more than many. */
const pieceLength = 8_000;
const pieceOverlap = 1_000;
const maxMessageLength = 4_000;
/** More findings in one text help nobody. */
const maxFindings = 50;
/** A push names its registry, then each layer a few times, then the error. */
const maxOperationLines = 200;
/** The shortest match of any pattern: `(401`. */
const minMessageLength = 4;
/** A shorter line was not wrapped by a terminal. */
const minTerminalColumns = 40;

/**
 * Words that mark a refusal. A message with one of them that matches no row is reported as unknown. Our
 * own links, such as `troubleshooting.md#ghcr-denied`, are none.
 */
const refusalWords =
  /(?<!\.md#[a-z-]{0,40})\b(?:denied|bad credentials|forbidden|unauthori[sz]ed|unauthenticated|not authori[sz]ed|permission_denied|insufficient_scope)\b/i;
/** A refusal's status, in contexts where the number cannot mean anything else. */
const refusalStatus =
  /\bHTTP(?:\/[\d.]{1,3})?:? 40[134]\b|\b[Ss]tatus(?: ?[Cc]ode)?[:=]? ?"?40[134]\b|\b(?:error|returned|answered|code)[:=]? 40[13]\b|: 40[13] [A-Z]|\(40[13]\b|https?:\/\/[^\n]{1,400} 40[134]\b/;

interface Match {
  readonly denial: Denial | null;
  readonly host: string | null;
  readonly start: number;
  readonly end: number;
  /** The reference that is refused for its form, whatever the token. */
  readonly malformed?: MalformedReference | undefined;
}

/**
 * Finds the refusals in the output of a push, a pull, a login, `pulumi up` or a complete CI log. Each
 * message gives one denial, the most specific. An unrecognized message is reported as such.
 */
export function recognize(
  text: string,
  options: RecognizeOptions = {},
): readonly RecognizedDenial[] {
  const defaultHost = options.defaultRegistry?.toLowerCase() ?? null;
  const ghcrHosts = new Set((options.registries ?? ["ghcr.io"]).map((host) => host.toLowerCase()));
  const lines = text.split("\n");
  const findings = new FindingList();
  let current: string | null = null;
  let currentSince = 0;
  let malformed: MalformedReference | undefined;
  for (let index = 0; index < lines.length && !findings.isFull; index += 1) {
    const line = lines[index] ?? "";
    // A log may be nothing but newlines: skip them cheaply.
    if (line.trim().length < minMessageLength) continue;
    const start = line.slice(0, pieceLength);
    findings.noteLine(start);
    const announced = findOperationRegistry(start);
    if (announced !== undefined) {
      currentSince = index;
      malformed = findMalformedReference(stripPrefixes(start), ghcrHosts);
    }
    current =
      announced === undefined && index - currentSince < maxOperationLines
        ? current
        : (announced ?? null);
    const host = current ?? defaultHost;
    const inOperation = current === null ? undefined : malformed;
    const matchMessage = (message: string): Match | undefined => {
      const match = findMatch(normalizeMessage(message), ghcrHosts, host);
      return match && explainByReference(match, normalizeMessage(message), ghcrHosts, inOperation);
    };
    const wrapped = findWrapped(lines, index, matchMessage);
    if (wrapped !== undefined) {
      findings.add(wrapped.match, wrapped.message, index + 1, wrapped.lines);
      index += wrapped.lines - 1;
      continue;
    }
    for (const piece of splitLongLine(line)) {
      const message = stripPrefixes(piece);
      const match = matchMessage(message);
      if (match !== undefined) findings.add(match, message, index + 1, 1);
    }
  }
  return findings.all();
}

function splitLongLine(line: string): readonly string[] {
  if (line.length <= pieceLength) return [line];
  const count = Math.ceil((line.length - pieceOverlap) / (pieceLength - pieceOverlap));
  return Array.from({ length: count }, (_, index) => {
    const start = index * (pieceLength - pieceOverlap);
    return line.slice(start, start + pieceLength);
  });
}

interface WrappedMessage {
  readonly match: Match;
  readonly message: string;
  readonly lines: number;
}

/** A message that begins on this line and continues on the next, as a terminal or JSON breaks it. */
function findWrapped(
  lines: readonly string[],
  index: number,
  matchMessage: (message: string) => Match | undefined,
): WrappedMessage | undefined {
  const length = lines[index]?.length ?? 0;
  if (length > pieceLength) return undefined;
  const isCode = codeLine.test(lines[index] ?? "") && messageLine.test(lines[index + 1] ?? "");
  if (!isCode && length < minTerminalColumns) return undefined;
  const [first = "", ...more] = lines.slice(index, index + 3).map(stripPrefixesOfPiece);
  if (isCode) {
    const message = `${first} ${more[0] ?? ""}`;
    const match = matchMessage(message);
    return match === undefined ? undefined : { match, message, lines: 2 };
  }
  const mayContinue = ["", " "].some((between) => mayMatch([first, ...more].join(between)));
  if (!mayContinue || matchMessage(first)?.denial != null) return undefined;
  return joinLines(first, more, matchMessage);
}

const codeLine = /^\s{0,40}"code"\s?:\s?"\w{1,40}",?\s{0,9}$/;
const messageLine = /^\s{0,40}"message"\s?:/;
const stripPrefixesOfPiece = (line: string): string => stripPrefixes(line.slice(0, pieceLength));

/** Joins lines to a recognized message that spans them; otherwise they are separate messages. */
function joinLines(
  first: string,
  more: readonly string[],
  matchMessage: (message: string) => Match | undefined,
): WrappedMessage | undefined {
  let joined = first;
  for (const [below, next] of more.entries()) {
    if (next === "" || matchMessage(next)?.denial != null) return undefined;
    for (const between of ["", " "]) {
      const message = joined + between + next;
      const match = matchMessage(message);
      const spansLines = match?.denial != null && match.start < normalizeMessage(joined).length;
      if (spansLines) return { match, message, lines: below + 2 };
    }
    joined += ` ${next}`;
  }
  return undefined;
}

/** The row of the table that matches, a refusal without a row, or undefined for no refusal. */
function findMatch(
  message: string,
  ghcrHosts: ReadonlySet<string>,
  currentHost: string | null,
): Match | undefined {
  for (const { denial, pattern } of candidatesFor(message)) {
    const found = pattern.exec(message);
    if (found === null) continue;
    const host = findRegistryNear(message, found.index) ?? currentHost;
    if (!appliesToHost(denial.host, host, ghcrHosts)) continue;
    return { denial, host, start: found.index, end: found.index + found[0].length };
  }
  const found = refusalWords.exec(message) ?? refusalStatus.exec(message);
  if (found === null) return undefined;
  const host = findRegistryNear(message, found.index) ?? currentHost;
  return { denial: null, host, start: found.index, end: found.index + found[0].length };
}

/**
 * A registry gives the same answer to a malformed name as to a bad token, so the name comes first. The
 * reference is in the message, or on the line that started the operation.
 */
function explainByReference(
  match: Match,
  message: string,
  ghcrHosts: ReadonlySet<string>,
  inOperation: MalformedReference | undefined,
): Match {
  const { denial, host } = match;
  const isOfRegistry = host === null || ghcrHosts.has(host);
  const isRefusal =
    denial === null || (denial.kind === "authorization" && denial.from !== "GitHub");
  if (!isOfRegistry || !(isRefusal || denial.kind === "name")) return match;
  const malformed =
    findMalformedReference(message, ghcrHosts) ?? (isRefusal ? inOperation : undefined);
  if (malformed === undefined) return match;
  const row = denials.find(({ id }) => id === malformed.id) ?? denial;
  return { ...match, denial: row, host: malformed.host, malformed };
}

/** The findings so far. A repeated message, as BuildKit prints it, is one finding. */
class FindingList {
  private readonly findings: (RecognizedDenial & {
    readonly key: string;
    readonly subject: string;
    readonly places: PlaceholderValues;
  })[] = [];
  private isActionsLog = false;
  private checkout: string | undefined;
  private user: string | undefined;

  get isFull(): boolean {
    return this.findings.length >= maxFindings;
  }

  /** Notes what the log tells about its machine, for the fixes. */
  noteLine(line: string): void {
    this.isActionsLog ||= isActionsLine(line);
    this.checkout ??= findCheckout(line);
    this.user ??= findLoginUser(line);
  }

  add(match: Match, fullMessage: string, line: number, lines: number): void {
    const { denial, host, start, end, malformed } = match;
    const message = truncate(fullMessage, start, end);
    const named = findPlaceholderValues(normalizeMessage(message), host);
    const places = { ...named, name: malformed?.name ?? named.name };
    const key = denial?.id ?? normalizeMessage(message).replace(/^(?:\w{0,20}error: )+/i, "");
    const subject = [places.owner, places.name ?? places.repository].filter(Boolean).join("/");
    const sameIndex = this.findings.findIndex(
      (each) =>
        each.key === key &&
        (each.host === null || host === null || each.host === host) &&
        (each.subject === "" || subject === "" || each.subject === subject),
    );
    const previous = this.findings[sameIndex];
    if (previous !== undefined && (previous.subject !== "" || subject === "")) {
      this.findings[sameIndex] = { ...previous, times: previous.times + 1 };
      return;
    }
    const finding = {
      key,
      subject,
      places,
      line,
      lastLine: line + lines - 1,
      message,
      host,
      denial,
      cause:
        malformed?.cause ??
        (denial === null ? unknownCause(host) : fillPlaceholders(denial.cause, places)),
      fix: denial?.fix ?? [],
      times: (previous?.times ?? 0) + 1,
    };
    if (previous === undefined) this.findings.push(finding);
    // The repeated message names its package, which the first one did not.
    else this.findings[sameIndex] = finding;
  }

  all(): readonly RecognizedDenial[] {
    return this.findings.map(({ places, ...finding }) => {
      const { line, lastLine, message, host, denial, cause, times } = finding;
      const fix = (this.isActionsLog ? fixInActions(finding.fix, this.checkout) : finding.fix).map(
        (each) => fillPlaceholders(each, { ...places, user: this.user }),
      );
      return { line, lastLine, message, host, denial, cause, fix, times };
    });
  }
}

function unknownCause(host: string | null): string {
  const origin = host === null ? "" : ` It comes from ${host}.`;
  return `This message is not recognized, so its cause is unknown.${origin}`;
}

/** Cuts off the ends of a message that is too long to show. */
function truncate(message: string, start: number, end: number): string {
  if (message.length <= maxMessageLength) return message;
  const from = Math.max(
    0,
    Math.min(start - maxMessageLength / 2, message.length - maxMessageLength),
  );
  const to = Math.max(from + maxMessageLength, Math.min(end, from + 2 * maxMessageLength));
  return `${from > 0 ? "…" : ""}${message.slice(from, to)}${to < message.length ? "…" : ""}`;
}
