import { check, type CheckResult } from "../../../core/checks/check";
import { report, table, type TokenReport } from ".";
import { canRewrite } from "../../ui/screen";
import { printReference } from "../../../core/oci/reference";
import { readToken, type TokenReading } from "../../../core/tokens/format";
import { readDoctorOptions, type DoctorFlags, type DoctorOptions } from "./options";
import { exitCodes } from "../../exitCodes";
import { noToken, readTokenInput, tokenInputProblem } from "../../ui/input";
import { Interruption } from "../../ui/interruption";
import { refuse } from "../../refuse";
import { Stopped, terminalHere } from "../../ui/terminal";
import { Waiting } from "../../ui/waiting";

const { well: pass, failed: fail, couldNotRun: cannotTell } = exitCodes;
const codes = { pass, fail, unknown: cannotTell } as const;

/** Says whether a token can publish a repository's images, and if not, why. */
export async function main(flags: DoctorFlags): Promise<number> {
  const asked = readDoctorOptions(flags, process.env);
  if ("problems" in asked) return refuse("doctor", asked.problems, flags.json);
  const given = await tokenText(asked);
  if (given.is === "wrong") return refuse("doctor", [given.problem], asked.isJson);
  if (given.is === "stopped") return given.exitCode;

  const reading = readToken(given.text);
  const { subject, api, isLight, isJson } = asked;
  const { onQuestion } = Waiting.onTerminal(isJson);
  const checked = await check(subject, reading, { api, isLight, onQuestion });
  const whole = report(about(asked, reading, checked), checked.findings);
  const color = canRewrite(process.stdout) && !process.env.NO_COLOR;
  console.log(
    asked.isJson
      ? JSON.stringify(whole, null, 2)
      : table(checked.findings, { heading: heading(asked, reading, given.from), color }),
  );
  return codes[whole.outcome];
}

type Given =
  | { readonly is: "given"; readonly text: string; readonly from: string }
  | { readonly is: "wrong"; readonly problem: string }
  | { readonly is: "stopped"; readonly exitCode: number };

async function tokenText({ isTokenOnInput }: DoctorOptions): Promise<Given> {
  if (isTokenOnInput) {
    const problem = tokenInputProblem();
    if (problem !== undefined) return { is: "wrong", problem };
    return { is: "given", text: await readTokenInput(), from: "the standard input" };
  }
  const { GHCR_TOKEN } = process.env;
  if (GHCR_TOKEN === undefined) return typedToken();
  return { is: "given", text: GHCR_TOKEN, from: "GHCR_TOKEN" };
}

const pasteIt = "Paste the token (it is not shown; docs/tokens.md says how to create one)";

/** Asks for the token, so nobody has to know how to set a variable without the shell's history. */
async function typedToken(): Promise<Given> {
  const interruption = new Interruption();
  try {
    const terminal = terminalHere(interruption.ofQuestions);
    if (terminal === undefined) return { is: "wrong", problem: noToken };
    const text = await terminal.askSecret(pasteIt);
    return { is: "given", text, from: "the keyboard" };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    // The end of the input is not an interruption.
    const exitCode = interruption.exitCode ?? error.exitCode;
    if (exitCode === exitCodes.failed) return { is: "wrong", problem: noToken };
    console.error("doctor: stopped; nothing was asked");
    return { is: "stopped", exitCode };
  } finally {
    interruption.close();
  }
}

function about({ subject }: DoctorOptions, reading: TokenReading, { answers }: CheckResult) {
  return {
    repository: `${subject.owner}/${subject.repository}`,
    registry: subject.registry,
    images: subject.images.map(printReference),
    token: tokenReport(reading, answers),
  };
}

function tokenReport(reading: TokenReading, answers: CheckResult["answers"]): TokenReport {
  const facts = answers?.user.outcome === "answered" ? answers.user.facts : undefined;
  const expires = facts?.expires;
  return {
    kind: "token" in reading ? reading.token.kind : "unknown",
    fingerprint: "token" in reading ? reading.token.fingerprint : null,
    account: facts?.account ?? null,
    scopes: facts?.scopes ?? null,
    expires: expires instanceof Date ? expires.toISOString() : (expires ?? null),
  };
}

function heading({ subject }: DoctorOptions, reading: TokenReading, from: string): string[] {
  const { owner, repository, images } = subject;
  return [
    `Repository  ${owner}/${repository}`,
    ...images.map(
      (image) => `Image       ${printReference(image)}${lowerCaseNote(owner, image.name)}`,
    ),
    `Token       ${"token" in reading ? String(reading.token) : "none that can be sent"}, from ${from}`,
  ];
}

function lowerCaseNote(owner: string, name: string): string {
  return name.startsWith(`${owner}/`) ? "" : " (a registry takes no capitals)";
}
