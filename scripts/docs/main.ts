import { readFileSync } from "node:fs";
import { join } from "node:path";
import { languages, troubleshootingPage } from "./troubleshooting";
import { documents, writeDocuments } from "./settings";
import { renderPublish, renderStack } from "../../core/workflows";
import { examplePlan, exampleStack } from "../../core/workflows/example";
import { scriptCommand } from "../command";
import { embed, folded, shownOutput } from "./embedded";
import { terminalPicture } from "./terminal";
import { exitCodes } from "../../cli/exitCodes";

/** The workflow that the documentation shows; the tests read it part by part. */
export const exampleWorkflow = "docs/publish.yml";
export const exampleStackWorkflow = "docs/stack.yml";

const guide = "docs/workflow.md";

/** What the README shows first, and the page with the output that it is drawn from. */
const picture = "docs/terminal.svg";
const pictured = { command: "npm start", page: "docs/sandbox.md" };

/** Each document that is made from the sources, or of which a part is. */
export function madeDocuments(): Readonly<Record<string, string>> {
  const publish = renderPublish(examplePlan);
  const { command, page } = pictured;
  return {
    ...documents(),
    [exampleWorkflow]: publish,
    [exampleStackWorkflow]: renderStack(exampleStack),
    ...Object.fromEntries(languages.map((each) => [each.page, troubleshootingPage(each)])),
    [guide]: embed(textOf(guide), "publish.yml", folded("The whole workflow", publish)),
    [picture]: terminalPicture(command, shownOutput(textOf(page), command)),
  };
}

/** Writes what is made from the sources where it is not current. */
export function main(args: readonly string[]): number {
  scriptCommand("docs", "Regenerate the documents that are generated from the sources.").parse(
    args,
    { from: "user" },
  );
  writeDocuments(madeDocuments());
  return exitCodes.success;
}

function textOf(file: string): string {
  return readFileSync(join(__dirname, "..", "..", file), "utf8");
}
