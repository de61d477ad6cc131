import { check, type CheckResult } from "../../../core/checks/check";
import { createReport, renderTable, type TokenReport } from ".";
import { canRewrite } from "../../ui/screen";
import { printReference } from "../../../core/oci/reference";
import { readToken, type TokenReading } from "../../../core/tokens/format";
import { readDoctorOptions, type DoctorFlags, type DoctorOptions } from "./options";
import { exitCodes } from "../../exitCodes";
import { showTyping } from "../../ui/echo";
import { noToken, readTokenInput, tokenInputProblem } from "../../ui/input";
import { Interruption } from "../../ui/interruption";
import { reportProblems } from "../../reportProblems";
import { Stopped, openTerminal } from "../../ui/terminal";
import { Waiting } from "../../ui/waiting";

const { success: pass, failed: fail, couldNotRun: unknown } = exitCodes;
const codes = { pass, fail, unknown } as const;

/** Checks whether a token can publish a repository's images. Returns the exit code. */
export async function main(flags: DoctorFlags): Promise<number> {
  const options = readDoctorOptions(flags, process.env);
  if ("problems" in options) return reportProblems("doctor", options.problems, flags.json);
  const input = await readTokenInputOrAsk(options);
  if (input.kind === "invalid") return reportProblems("doctor", [input.problem], options.isJson);
  if (input.kind === "stopped") return input.exitCode;

  const reading = readToken(input.text);
  const { subject, api, isLight, isJson } = options;
  const { onQuestion } = Waiting.onTerminal(isJson);
  const checked = await check(subject, reading, { api, isLight, onQuestion });
  const result = createReport(describeSubject(options, reading, checked), checked.findings);
  const color = canRewrite(process.stdout) && !process.env.NO_COLOR;
  console.log(
    options.isJson
      ? JSON.stringify(result, null, 2)
      : renderTable(checked.findings, {
          heading: createHeading(options, reading, input.from),
          color,
        }),
  );
  return codes[result.outcome];
}

type TokenInput =
  | { readonly kind: "received"; readonly text: string; readonly from: string }
  | { readonly kind: "invalid"; readonly problem: string }
  | { readonly kind: "stopped"; readonly exitCode: number };

async function readTokenInputOrAsk({ isTokenOnInput }: DoctorOptions): Promise<TokenInput> {
  if (isTokenOnInput) {
    const problem = tokenInputProblem();
    if (problem !== undefined) return { kind: "invalid", problem };
    return { kind: "received", text: await readTokenInput(), from: "the standard input" };
  }
  const { GHCR_TOKEN } = process.env;
  if (GHCR_TOKEN === undefined) return askToken();
  return { kind: "received", text: GHCR_TOKEN, from: "GHCR_TOKEN" };
}

const tokenPrompt = "Paste the token (it is not shown; docs/tokens.md describes how to create one)";

/** Asks for the token: typed as a command it would stay in the shell's history. */
async function askToken(): Promise<TokenInput> {
  const interruption = new Interruption();
  try {
    const terminal = openTerminal(interruption.questionSignal);
    if (terminal === undefined) return { kind: "invalid", problem: noToken };
    const text = await terminal.askSecret(tokenPrompt);
    return { kind: "received", text, from: "the keyboard" };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    // The end of the input is not an interruption.
    const exitCode = interruption.exitCode ?? error.exitCode;
    if (exitCode === exitCodes.failed) return { kind: "invalid", problem: noToken };
    console.error("doctor: stopped; no check was run");
    return { kind: "stopped", exitCode };
  } finally {
    showTyping();
    interruption.close();
  }
}

function describeSubject(
  { subject }: DoctorOptions,
  reading: TokenReading,
  { answers }: CheckResult,
) {
  return {
    repository: `${subject.owner}/${subject.repository}`,
    registry: subject.registry,
    images: subject.images.map(printReference),
    token: createTokenReport(reading, answers),
  };
}

function createTokenReport(reading: TokenReading, answers: CheckResult["answers"]): TokenReport {
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

function createHeading({ subject }: DoctorOptions, reading: TokenReading, from: string): string[] {
  const { owner, repository, images } = subject;
  return [
    `Repository  ${owner}/${repository}`,
    ...images.map(
      (image) => `Image       ${printReference(image)}${lowerCaseNote(owner, image.name)}`,
    ),
    `Token       ${"token" in reading ? String(reading.token) : "malformed"}, from ${from}`,
  ];
}

function lowerCaseNote(owner: string, name: string): string {
  return name.startsWith(`${owner}/`) ? "" : " (registries use lowercase)";
}
