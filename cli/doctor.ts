import { check, type Checked } from "../checks";
import { report, table, type TokenReport } from "../doctor";
import { canRewrite } from "../engine/progress";
import { printReference } from "../ghcr/reference";
import { readToken, type TokenReading } from "../ghcr/tokenText";
import { doctor } from "./commands/doctor";
import { helpOf } from "./commands/help";
import { readDoctorArguments, type DoctorArguments } from "./doctorArguments";
import { exitCodes } from "./exitCodes";
import { readTokenInput } from "./input";
import { refuse } from "./refuse";
import { Waiting } from "./waiting";

const { well: pass, failed: fail, couldNotRun: cannotTell } = exitCodes;
const codes = { pass, fail, "cannot tell": cannotTell } as const;

/** Says whether a token can publish a repository's images, and if not, why. */
export async function main(args: readonly string[]): Promise<number> {
  const read = readDoctorArguments(args, process.env);
  if (read.is === "help") {
    console.log(helpOf(doctor));
    return 0;
  }
  if (read.is === "wrong") return refuse(doctor, read.problems, read.isJson);
  const { asked } = read;
  const text = await tokenText(asked);
  if (typeof text !== "string") return refuse(doctor, text.problems, asked.isJson);

  const reading = readToken(text);
  const { subject, api, isLight, isJson } = asked;
  const { onQuestion } = Waiting.onTerminal(isJson);
  const checked = await check(subject, reading, { api, isLight, onQuestion });
  const whole = report(about(asked, reading, checked), checked.findings);
  const colour = canRewrite(process.stdout) && !process.env.NO_COLOR;
  console.log(
    asked.isJson
      ? JSON.stringify(whole, null, 2)
      : table(checked.findings, { heading: heading(asked, reading), colour }),
  );
  return codes[whole.outcome];
}

async function tokenText({
  isTokenOnInput,
}: DoctorArguments): Promise<string | { problems: readonly string[] }> {
  if (isTokenOnInput) {
    if (!process.stdin.isTTY) return readTokenInput();
    return {
      problems: [
        "--token-stdin: reads a pipe, and here is a terminal, which would show the token: gh auth token | pulumi-ghcr doctor …",
      ],
    };
  }
  const { GHCR_TOKEN } = process.env;
  if (GHCR_TOKEN !== undefined) return GHCR_TOKEN;
  return {
    problems: ["there is no token: put it in the variable GHCR_TOKEN, or send it to --token-stdin"],
  };
}

function about({ subject }: DoctorArguments, reading: TokenReading, { answers }: Checked) {
  return {
    repository: `${subject.owner}/${subject.repository}`,
    registry: subject.registry,
    images: subject.images.map(printReference),
    token: tokenReport(reading, answers),
  };
}

function tokenReport(reading: TokenReading, answers: Checked["answers"]): TokenReport {
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

function heading({ subject, isTokenOnInput }: DoctorArguments, reading: TokenReading): string[] {
  const { owner, repository, images } = subject;
  const from = isTokenOnInput ? "the standard input" : "GHCR_TOKEN";
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
