import { run } from "../../core/process/child";
import { knownRefusals } from "../../core/denials";
import { withoutTokens } from "../../core/tokens/redact";
import { Explained } from "../explained";
import type { StackOptions } from "./pulumi";

/** What a command of Pulumi's prints for a stack. */
export async function ask(stack: StackOptions, args: readonly string[]): Promise<string> {
  const all = [...args, "--stack", stack.stack, "--non-interactive"];
  const { code, stdout, output } = await run(stack.pulumi, all, {
    cwd: stack.program,
    environment: stack.environment,
  });
  if (code === 0) return stdout;
  // Of a command that may have printed a secret nothing is shown.
  const hasSecret = args[1] === "get" || args.includes("--show-secrets");
  const said = hasSecret && stdout.trim() !== "" ? "" : output;
  throw new Explained(notDone(`pulumi ${args.slice(0, 2).join(" ")}`, said));
}

/** What Pulumi said of a command that failed, and the mend, where that is known. */
export function notDone(command: string, output: string): string {
  const said = saidOf(withoutTokens(output));
  return [
    `'${command}' did not succeed${said === "" ? "" : `: ${said}`}`,
    ...knownRefusals(output, []).flatMap(({ cause, mend }) => [cause, ...mend]),
  ].join("\n");
}

/** Without the word that Pulumi begins with. */
export function saidOf(output: string): string {
  return output.trim().replace(/^error: /, "");
}
