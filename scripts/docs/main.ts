import { readFileSync } from "node:fs";
import { join } from "node:path";
import { languages, troubleshootingPage } from "./troubleshooting";
import { documents, writeDocuments } from "./settings";
import { renderPublish, renderStack } from "../../core/workflows";
import { examplePlan, exampleStack } from "../../core/workflows/example";
import { scriptCommand } from "../command";
import { embed, folded, withoutShell } from "./embedded";
import { exitCodes } from "../../cli/exitCodes";

/** The workflow that the documentation shows; the tests read it part by part. */
export const exampleWorkflow = "docs/publish.yml";
export const exampleStackWorkflow = "docs/stack.yml";

const guide = "docs/workflow.md";

/** The README in each language, and what the workflow within it is called there. */
const readmes = [
  ["README.md", "The whole workflow, without its shell"],
  ["README.ru.md", "Весь workflow, без shell-кода"],
  ["README.zh.md", "完整的工作流，省去其中的 shell 代码"],
] as const;

/** Each document that is made from the sources, or of which a part is. */
export function madeDocuments(): Readonly<Record<string, string>> {
  const publish = renderPublish(examplePlan);
  return {
    ...documents(),
    [exampleWorkflow]: publish,
    [exampleStackWorkflow]: renderStack(exampleStack),
    ...Object.fromEntries(languages.map((each) => [each.page, troubleshootingPage(each)])),
    ...Object.fromEntries(
      readmes.map(([file, summary]) => [
        file,
        within(file, folded(summary, withoutShell(publish))),
      ]),
    ),
    [guide]: within(guide, folded("The whole workflow", publish)),
  };
}

/** Writes what is made from the sources where it is not current. */
export function main(args: readonly string[]): number {
  scriptCommand(
    "docs",
    "Write the documents that are made from the sources, where they are not current.",
  ).parse(args, { from: "user" });
  writeDocuments(madeDocuments());
  return exitCodes.well;
}

function within(file: string, text: string): string {
  return embed(readFileSync(join(__dirname, "..", "..", file), "utf8"), "publish.yml", text);
}
