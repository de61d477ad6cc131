import { withoutTokens } from "../core/tokens/redact";
import { exitCodes } from "./exitCodes";
import { fitted } from "./ui/columns";

/** Reports why a command could not run, as text or JSON, and returns the exit code. */
export function reportProblems(name: string, problems: readonly string[], isJson = false): number {
  const shown = problems.flatMap((problem) => withoutTokens(problem).split("\n"));
  if (isJson) {
    console.log(JSON.stringify({ version: 2, outcome: "unknown", problems: shown }, null, 2));
  } else {
    const help = name === "pulumi-ghcr" ? `${name} --help` : `pulumi-ghcr ${name} --help`;
    const lines = [...shown, `nothing was changed; '${help}' shows the usage`];
    for (const line of lines) console.error(fitted(`${name}: ${line}`, process.stderr));
  }
  return exitCodes.couldNotRun;
}
