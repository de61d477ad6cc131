import { recognizeErrors } from "../../../core/denials";
import { showPreview, showUp, type StackOptions } from "../../pulumi/pulumi";
import { renderDenials } from "../../ui/denialTable";
import type { InitContext } from "./context";
import type { Prerequisites } from "./prerequisites";

/**
 * Runs a preview or an update, with Pulumi's output, followed by an explanation of the denials in
 * it.
 */
export async function runPulumiStep(
  { steps, interruption }: InitContext,
  title: "Preview" | "pulumi up",
  stack: StackOptions,
  { registry }: Prerequisites,
): Promise<{ readonly isDone: boolean; readonly isUnchanged: boolean }> {
  steps.begin(title);
  const isPreview = title === "Preview";
  const command = isPreview ? "preview" : "up --yes --skip-preview";
  steps.say(`pulumi ${command} --stack ${stack.stack}`);
  steps.release();
  const { code, errors, isUnchanged } = isPreview
    ? await showPreview(stack, interruption)
    : await showUp(stack, interruption);
  if (code === 0 && interruption.exitCode === undefined) {
    steps.done(
      !isPreview ? "done" : isUnchanged ? "nothing to change" : "nothing is published yet",
    );
    return { isDone: true, isUnchanged };
  }
  const denials = recognizeErrors(errors, [registry]);
  if (denials.length > 0) console.log(`\n${renderDenials(denials, false)}\n`);
  if (interruption.exitCode === undefined)
    steps.fail("see Pulumi's output above; the settings are kept");
  else steps.done("interrupted; run init again to continue");
  return { isDone: false, isUnchanged: false };
}
