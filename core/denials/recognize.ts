import { filled } from "../github/settingsPages";
import { comparable, undecorated } from "./clean";
import type { Denial } from "./denial";
import { mayBeKnown, sayingsFor } from "./firstWords";
import { isSpokenBy } from "./speaker";
import { placesOf, registryNear, talkOf } from "./named";

export interface RecognizeOptions {
  /** The hosts that speak as ghcr.io does, with their ports. */
  readonly registries?: readonly string[];
  /** Whose words they are that name no registry, where somebody knows. */
  readonly assumed?: string | undefined;
}

/** A refusal in a text, with what is known of it. */
export interface Recognized {
  /** The first and the last line that it stands on, from one. */
  readonly line: number;
  readonly lastLine: number;
  /** The whole message, without colors, time stamps and the like before it. */
  readonly message: string;
  /** The registry that it is of, if it or the lines before it name one. */
  readonly host: string | null;
  /** Null where no row of the table fits: the message is then unknown, and stays so. */
  readonly denial: Denial | null;
  readonly cause: string;
  /** The fix, with owner, name and host put in where the message tells them. */
  readonly fix: readonly string[];
  /** How often the text says it. */
  readonly times: number;
}

/** Longer lines are read in pieces that overlap, so that one line costs no more than many. */
const pieceLength = 8_000;
const pieceOverlap = 1_000;
const longestMessage = 4_000;
/** More than this in one text helps nobody. */
const mostFindings = 50;
/** A push names its registry, then each layer a few times, then what is wrong. */
const longestTalk = 200;
/** No row of the table, no status, and no name of a registry is shorter: `(401`. */
const shortestMessage = 4;
/** A shorter line was not wrapped by a terminal. */
const narrowestTerminal = 40;

/** Words of a refusal. What has them and fits no row is unknown, and is shown. */
const refusalWords =
  /\b(?:denied|bad credentials|forbidden|unauthori[sz]ed|unauthenticated|not authori[sz]ed|permission_denied|insufficient_scope)\b/i;
/** A refusal's status, where it can be no other number. */
const refusalStatus =
  /\bHTTP(?:\/[\d.]{1,3})?:? 40[134]\b|\b[Ss]tatus(?: ?[Cc]ode)?[:=]? ?"?40[134]\b|\b(?:error|returned|answered|code)[:=]? 40[13]\b|: 40[13] [A-Z]|\(40[13]\b|https?:\/\/[^\n]{1,400} 40[134]\b/;

interface Match {
  readonly denial: Denial | null;
  readonly host: string | null;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the refusals in the output of a push, a pull, a login, `pulumi up` or a whole CI log. Each
 * message gives one denial, the most specific; a message that is not known is never called a known
 * one.
 */
export function recognize(text: string, options: RecognizeOptions = {}): readonly Recognized[] {
  const assumed = options.assumed?.toLowerCase() ?? null;
  const ours = new Set((options.registries ?? ["ghcr.io"]).map((host) => host.toLowerCase()));
  const lines = text.split("\n");
  const found = new Findings();
  let talk: string | null = null;
  let talkedAt = 0;
  for (let index = 0; index < lines.length && !found.full; index += 1) {
    const line = lines[index] ?? "";
    // A log may be nothing but newlines, and then each would cost as much as a line with words.
    if (line.trim().length < shortestMessage) continue;
    const said = talkOf(line.slice(0, pieceLength));
    if (said !== undefined) talkedAt = index;
    talk = said === undefined && index - talkedAt < longestTalk ? talk : (said ?? null);
    const host = talk ?? assumed;
    const read = (message: string): Match | undefined => matched(comparable(message), ours, host);
    const wrapped = wrappedAt(lines, index, read);
    if (wrapped !== undefined) {
      found.add(wrapped.match, wrapped.message, index + 1, wrapped.lines);
      index += wrapped.lines - 1;
      continue;
    }
    for (const piece of pieces(line)) {
      const message = undecorated(piece);
      const match = read(message);
      if (match !== undefined) found.add(match, message, index + 1, 1);
    }
  }
  return found.all();
}

function pieces(line: string): readonly string[] {
  if (line.length <= pieceLength) return [line];
  const count = Math.ceil((line.length - pieceOverlap) / (pieceLength - pieceOverlap));
  return Array.from({ length: count }, (_, index) => {
    const start = index * (pieceLength - pieceOverlap);
    return line.slice(start, start + pieceLength);
  });
}

interface Wrapped {
  readonly match: Match;
  readonly message: string;
  readonly lines: number;
}

/** A message that begins on this line and goes on below, as a terminal or JSON breaks it. */
function wrappedAt(
  lines: readonly string[],
  index: number,
  read: (message: string) => Match | undefined,
): Wrapped | undefined {
  const length = lines[index]?.length ?? 0;
  if (length > pieceLength) return undefined;
  const isCode = codeLine.test(lines[index] ?? "") && messageLine.test(lines[index + 1] ?? "");
  if (!isCode && length < narrowestTerminal) return undefined;
  const [first = "", ...more] = lines.slice(index, index + 3).map(undecoratedStart);
  if (isCode) {
    const message = `${first} ${more[0] ?? ""}`;
    const match = read(message);
    return match === undefined ? undefined : { match, message, lines: 2 };
  }
  const mayGoOn = ["", " "].some((between) => mayBeKnown([first, ...more].join(between)));
  if (!mayGoOn || read(first)?.denial != null) return undefined;
  return goingOn(first, more, read);
}

const codeLine = /^\s{0,40}"code"\s?:\s?"\w{1,40}",?\s{0,9}$/;
const messageLine = /^\s{0,40}"message"\s?:/;
const undecoratedStart = (line: string): string => undecorated(line.slice(0, pieceLength));

/** A known message only: it must reach over the end of the line, or the lines are two messages. */
function goingOn(
  first: string,
  more: readonly string[],
  read: (message: string) => Match | undefined,
): Wrapped | undefined {
  let joined = first;
  for (const [below, next] of more.entries()) {
    if (next === "" || read(next)?.denial != null) return undefined;
    for (const between of ["", " "]) {
      const message = joined + between + next;
      const match = read(message);
      const reachesOver = match?.denial != null && match.start < comparable(joined).length;
      if (reachesOver) return { match, message, lines: below + 2 };
    }
    joined += ` ${next}`;
  }
  return undefined;
}

/** What a message is: a row of the table, unknown, or no refusal at all. */
function matched(
  message: string,
  ours: ReadonlySet<string>,
  talk: string | null,
): Match | undefined {
  for (const { denial, pattern } of sayingsFor(message)) {
    const said = pattern.exec(message);
    if (said === null) continue;
    const host = registryNear(message, said.index) ?? talk;
    if (!isSpokenBy(denial.host, host, ours)) continue;
    return { denial, host, start: said.index, end: said.index + said[0].length };
  }
  const said = refusalWords.exec(message) ?? refusalStatus.exec(message);
  if (said === null) return undefined;
  const host = registryNear(message, said.index) ?? talk;
  return { denial: null, host, start: said.index, end: said.index + said[0].length };
}

/** The findings so far: a message that is said again, as BuildKit does, is one. */
class Findings {
  private readonly findings: (Recognized & { readonly key: string; readonly subject: string })[] =
    [];

  get full(): boolean {
    return this.findings.length >= mostFindings;
  }

  add({ denial, host, start, end }: Match, whole: string, line: number, lines: number): void {
    const message = cut(whole, start, end);
    const places = placesOf(comparable(message), host);
    const key = denial?.id ?? comparable(message).replace(/^(?:\w{0,20}error: )+/i, "");
    const subject = [places.owner, places.name ?? places.repository].filter(Boolean).join("/");
    const same = this.findings.findIndex(
      (each) =>
        each.key === key &&
        (each.host === null || host === null || each.host === host) &&
        (each.subject === "" || subject === "" || each.subject === subject),
    );
    const before = this.findings[same];
    if (before !== undefined && (before.subject !== "" || subject === "")) {
      this.findings[same] = { ...before, times: before.times + 1 };
      return;
    }
    const finding = {
      key,
      subject,
      line,
      lastLine: line + lines - 1,
      message,
      host,
      denial,
      cause: denial === null ? unknownCause(host) : filled(denial.cause, places),
      fix: (denial?.fix ?? []).map((each) => filled(each, places)),
      times: (before?.times ?? 0) + 1,
    };
    if (before === undefined) this.findings.push(finding);
    // Said again with more: the later one tells of which package.
    else this.findings[same] = finding;
  }

  all(): readonly Recognized[] {
    return this.findings.map(({ line, lastLine, message, host, denial, cause, fix, times }) => ({
      line,
      lastLine,
      message,
      host,
      denial,
      cause,
      fix,
      times,
    }));
  }
}

function unknownCause(host: string | null): string {
  const from = host === null ? "" : ` It comes from ${host}.`;
  return `This message is not recognized, so its cause is unknown.${from}`;
}

/** A message, with its ends cut off where it is too long to show. */
function cut(message: string, start: number, end: number): string {
  if (message.length <= longestMessage) return message;
  const from = Math.max(0, Math.min(start - longestMessage / 2, message.length - longestMessage));
  const to = Math.max(from + longestMessage, Math.min(end, from + 2 * longestMessage));
  return `${from > 0 ? "…" : ""}${message.slice(from, to)}${to < message.length ? "…" : ""}`;
}
