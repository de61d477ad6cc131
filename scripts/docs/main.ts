import { readFileSync } from "node:fs";
import { join } from "node:path";
import { languages, troubleshootingPage } from "./troubleshooting";
import { renderSettingsDocuments, writeDocuments } from "./settings";
import { renderPublish, renderStack } from "../../core/workflows";
import { examplePlan, exampleStack } from "../../core/workflows/example";
import { scriptCommand } from "../command";
import { embed, shownOutput, workflowBeginning } from "./embedded";
import { terminalPicture } from "./terminal";
import { exitCodes } from "../../cli/exitCodes";

/** The workflow in the documentation; tests read its parts. */
export const exampleWorkflow = "docs/publish.yml";
export const exampleStackWorkflow = "docs/stack.yml";

const guide = "docs/workflow.md";

/** The README's picture, and the page with the output that it shows. */
const picture = "docs/terminal.svg";
const pictureSource = { command: "npm start", page: "docs/sandbox.md" };

/** All generated documents, and documents with a generated part. */
export function renderDocuments(): Readonly<Record<string, string>> {
  const publish = renderPublish(examplePlan);
  const { command, page } = pictureSource;
  return {
    ...renderSettingsDocuments(),
    [exampleWorkflow]: publish,
    [exampleStackWorkflow]: renderStack(exampleStack),
    ...Object.fromEntries(languages.map((each) => [each.page, troubleshootingPage(each)])),
    [guide]: embed(read(guide), "publish.yml", workflowBeginning(publish)),
    [picture]: terminalPicture(command, shownOutput(read(page), command)),
  };
}

/** Writes the generated documents that are not current. */
export function main(args: readonly string[]): number {
  scriptCommand("docs", "Regenerate the documents that are generated from the sources.").parse(
    args,
    { from: "user" },
  );
  writeDocuments(renderDocuments());
  return exitCodes.success;
}

function read(file: string): string {
  return readFileSync(join(__dirname, "..", "..", file), "utf8");
}
