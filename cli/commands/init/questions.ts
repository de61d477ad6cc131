import { ownerProblem } from "../../../core/oci/names";
import { tagRuleProblem } from "../../../core/tags/rules";
import type { Terminal } from "../../ui/terminal";
import { printMirror, readMirrors, type ReadMirrors } from "./settings/mirrors";
import { imageProblem } from "./settings/selection";
import type { FolderScan } from "./scan/scanFolders";
import type { Answers, PlanResult } from "./settings/plan";
import { filterByOwner, type ProposedRepository } from "./scan/proposal";

/** Whether to publish what the preview showed, or to change the answers first. */
export type Next = "yes" | "no" | "change";

export function askNext(terminal: Terminal): Promise<Next> {
  return terminal.choose(
    "Publish this now?",
    { yes: "Yes", no: "No, only keep the settings", change: "Change the answers first" },
    "no",
  );
}

/** Asks for the owner, if nothing names one. */
export function askOwner(terminal: Terminal, account: string | null): Promise<string> {
  return terminal.ask({
    message: "Owner of the packages?",
    ...(account === null ? {} : { defaultValue: account }),
    validate: (name) => quote(name, ownerProblem(name)),
  });
}

export async function askMirrors(terminal: Terminal, defaultValue = ""): Promise<ReadMirrors> {
  const answer = await terminal.ask({
    message: "Images to mirror?",
    defaultValue,
    ...(defaultValue === "" ? { placeholder: "docker.io/library/postgres:alpine" } : {}),
    validate: (text) =>
      words(text).length === 0
        ? "Name an image, such as docker.io/library/postgres:alpine"
        : readMirrors(words(text)).problems.join("\n") || undefined,
  });
  return readMirrors(words(answer));
}

/** Asks again about a stack of mirrors alone. */
export async function askMirrorChanges(
  terminal: Terminal,
  answers: Answers,
  { plan }: PlanResult,
): Promise<Answers> {
  const owner = await askOwner(terminal, plan.owner);
  const { mirrors } = await askMirrors(terminal, answers.mirrors?.map(printMirror).join(" "));
  return { ...answers, owner, mirrors };
}

/** Asks each question again, with the previous answer as its default. */
export async function askChanges(
  terminal: Terminal,
  answers: Answers,
  { plan }: PlanResult,
  { repositories }: FolderScan,
  currentTags: string,
): Promise<Answers> {
  const owner = await terminal.ask({
    message: "Owner of the packages?",
    defaultValue: plan.owner,
    validate: (name) => quote(name, ownerProblem(name) ?? ownershipProblem(name, repositories)),
  });
  const found = filterByOwner(owner, repositories).flatMap((each) => each.images);
  const names = plan.repositories.flatMap(({ images }) => images.map(({ name }) => name));
  const images = await terminal.ask({
    message: "Images?",
    defaultValue: names.join(" "),
    validate: eachWord((name) => imageProblem(name, found)),
  });
  const tags = await terminal.ask({
    message: "Tags ({{tag}} is the version)?",
    placeholder: currentTags,
    validate: eachWord(tagRuleProblem),
  });
  const build = await terminal.choose(
    "Where are the images built?",
    { pulumi: "On this machine, by pulumi up", actions: "On GitHub, by a workflow" },
    plan.repositories.some(({ workflow }) => workflow === true) ? "actions" : "pulumi",
  );
  const isCreated = plan.repositories.some(({ create }) => create !== undefined);
  const visibility = isCreated
    ? await terminal.choose(
        "Visibility of the new repository?",
        { private: "Private", public: "Public" },
        answers.visibility ?? "private",
      )
    : answers.visibility;
  return {
    owner,
    images: words(images),
    tags: tags === "" ? answers.tags : words(tags),
    build,
    visibility,
    mirrors: answers.mirrors,
  };
}

function ownershipProblem(
  name: string,
  repositories: readonly ProposedRepository[],
): string | undefined {
  if (filterByOwner(name, repositories).length > 0) return undefined;
  const all = repositories.map(({ owner = "", name: repository }) => `${owner}/${repository}`);
  return `owns none of the repositories found: ${all.join(", ")}`;
}

/** Validates each word of an answer. */
function eachWord(problemOf: (word: string) => string | undefined) {
  return (answer: string): string | undefined =>
    words(answer)
      .flatMap((word) => quote(word, problemOf(word)) ?? [])
      .join("\n") || undefined;
}

function quote(word: string, problem: string | undefined): string | undefined {
  return problem && `'${word}' ${problem}`;
}

function words(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}
