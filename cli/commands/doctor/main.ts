import type { CheckOptions } from "../../../core/checks/check";
import { overallOutcome } from "../../../core/checks/finding";
import { defaultUses } from "../../../core/checks/purpose";
import { printReference } from "../../../core/oci/reference";
import { exitCodes } from "../../exitCodes";
import { UserError } from "../../errors";
import { findStack } from "../../pulumi/findStack";
import { readConfiguration } from "../../pulumi/settings";
import { shortStack } from "../../pulumi/stackFile";
import { reportProblems } from "../../reportProblems";
import { canRewrite } from "../../ui/screen";
import { Waiting } from "../../ui/waiting";
import { checkToken, type CheckedToken } from "./checkToken";
import { readDoctorOptions, type DoctorFlags, type TokenOptions } from "./options";
import { createReport, createStackReport } from "./report";
import { readStackTokens } from "./stackTokens";
import { renderTable } from "./table";
import { readTokenInputOrAsk } from "./tokenInput";

const { success: pass, failed: fail, couldNotRun: unknown } = exitCodes;
const codes = { pass, fail, unknown } as const;

/** Checks whether a token, or each token of a stack, can do what it is for. Returns the exit code. */
export async function main(flags: DoctorFlags): Promise<number> {
  const options = readDoctorOptions(flags, process.env);
  if ("problems" in options) return reportProblems("doctor", options.problems, flags.json);
  const { isLight, isJson } = options;
  return options.kind === "stack"
    ? checkStack(options.stack, isLight, isJson)
    : checkOne(options, isLight, isJson);
}

async function checkOne(options: TokenOptions, isLight: boolean, isJson: boolean): Promise<number> {
  const { subject, purpose, api, isTokenOnInput } = options;
  const input = await readTokenInputOrAsk(isTokenOnInput);
  if (input.kind === "invalid") return reportProblems("doctor", [input.problem], isJson);
  if (input.kind === "stopped") return input.exitCode;
  const { reading, from } = input;
  const token = { subject, use: defaultUses[purpose], from, reading };
  const { onQuestion } = Waiting.onTerminal(isJson);
  const checked = await checkToken(token, { api, isLight, onQuestion });
  if (isJson) console.log(JSON.stringify(createReport(checked), null, 2));
  else console.log(render(checked));
  return codes[checked.outcome];
}

/** Checks one token after another: their findings are read in this order, and share rate limits. */
async function checkStack(requested: string, isLight: boolean, isJson: boolean): Promise<number> {
  const waiting = Waiting.onTerminal(isJson);
  try {
    const stack = await waiting.whileAsking("Pulumi: stack", findStack(requested));
    const raw = await waiting.whileAsking("Pulumi: settings", readConfiguration(stack));
    const { api, tokens } = readStackTokens(raw);
    const options: CheckOptions = { api, isLight, onQuestion: waiting.onQuestion };
    const checked: CheckedToken[] = [];
    for (const token of tokens) checked.push(await checkToken(token, options));
    const name = shortStack(stack.stack);
    if (isJson) console.log(JSON.stringify(createStackReport(name, checked), null, 2));
    else console.log([`Stack       ${name}`, ...checked.map(render)].join("\n\n"));
    return codes[overallOutcome(checked)];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return reportProblems("doctor", [error.message], isJson);
  }
}

function render({ token, findings, conclusion }: CheckedToken): string {
  const { subject, use, reading, from } = token;
  const { owner, repositories, images } = subject;
  const shown =
    reading === undefined ? "none" : "token" in reading ? String(reading.token) : "malformed";
  const heading = [
    ...repositories.map(({ name }) => `Repository  ${owner}/${name}`),
    ...images.map(({ reference }) => {
      const note = reference.name.startsWith(`${owner}/`) ? "" : " (registries use lowercase)";
      return `Image       ${printReference(reference)}${note}`;
    }),
    `Token       ${shown}, from ${from}`,
    ...(use.purpose === "publish" ? [] : [`Purpose     ${use.purpose}`]),
  ];
  const color = canRewrite(process.stdout) && !process.env.NO_COLOR;
  return renderTable(findings, { heading, conclusion, color });
}
