import { ownerProblem } from "../../../core/oci/names";
import { tagRuleProblem } from "../../../core/tags/rules";
import { unbroken } from "../../ui/columns";
import { imageProblem } from "./choose";
import type { Seen } from "./look";
import type { Answered, Planned } from "./plan";
import { ownedBy, type ProposedRepository } from "./proposal";
import type { Terminal } from "../../ui/terminal";

/** What is to be done with what the preview showed. */
export type Next = "publish" | "later" | "change";

const answersToNext: Readonly<Record<string, Next>> = {
  y: "publish",
  yes: "publish",
  n: "later",
  no: "later",
  c: "change",
  change: "change",
};

export async function askNext(terminal: Terminal): Promise<Next> {
  for (;;) {
    const answer = await terminal.ask(
      "Publish this now? yes, no, or change (to answer anew)",
      "no",
    );
    const next = answersToNext[answer.toLowerCase()];
    if (next !== undefined) return next;
    terminal.say(`'${answer}' is not an answer: type yes, no or change`);
  }
}

/** Asks each question anew, with what was answered before. */
export async function askChanges(
  terminal: Terminal,
  answers: Answered,
  { plan }: Planned,
  { repositories }: Seen,
  /** In words. */
  tagsNow: string,
): Promise<Answered> {
  terminal.say("Several names are typed with blanks between; {{tag}} in a tag is the version.");
  const owner = await askUntil(
    terminal,
    "Owner of the packages?",
    plan.owner,
    one((name) => ownerProblem(name) ?? strangerProblem(name, repositories)),
  );
  const found = ownedBy(owner, repositories).flatMap((each) => each.images);
  const names = plan.repositories.flatMap(({ images }) => images.map(({ name }) => name));
  const images = await askUntil(
    terminal,
    "Images?",
    names.join(" "),
    each((name) => imageProblem(name, found)),
  );
  const tags = await askUntil(terminal, `Tags? Enter keeps ${tagsNow}:`, "", each(tagRuleProblem));
  const build = await askUntil(
    terminal,
    "Built by pulumi on this machine, or by actions on GitHub?",
    plan.repositories.some(({ workflow }) => workflow === true) ? "actions" : "pulumi",
    one((text) =>
      ["pulumi", "actions"].includes(text) ? undefined : "is neither pulumi nor actions",
    ),
  );
  const isMade = plan.repositories.some(({ create }) => create !== undefined);
  const visibility = isMade
    ? await askUntil(
        terminal,
        "The repository is made: private or public?",
        answers.visibility ?? "private",
        one((text) =>
          ["private", "public"].includes(text) ? undefined : "is neither private nor public",
        ),
      )
    : answers.visibility;
  return {
    owner,
    images: words(images),
    tags: tags === "" ? answers.tags : words(tags),
    build: build === "actions" ? "actions" : "pulumi",
    visibility:
      visibility === "public" ? "public" : visibility === undefined ? undefined : "private",
  };
}

function strangerProblem(
  name: string,
  repositories: readonly ProposedRepository[],
): string | undefined {
  if (ownedBy(name, repositories).length > 0) return undefined;
  const all = repositories.map(({ owner = "", name: own }) => `${owner}/${own}`);
  return `has none of what was found: ${all.join(", ")}`;
}

type Judge = (text: string) => readonly string[];

/** Asks until the answer is one. */
async function askUntil(
  terminal: Terminal,
  question: string,
  usual: string,
  judge: Judge,
): Promise<string> {
  for (;;) {
    const answer = await terminal.ask(question, usual);
    const problems = judge(answer);
    if (problems.length === 0) return answer;
    for (const problem of problems) terminal.say(unbroken(problem));
  }
}

function one(problemOf: (text: string) => string | undefined): Judge {
  return (text) => {
    const problem = problemOf(text);
    return problem === undefined ? [] : [`'${text}' ${problem}`];
  };
}

function each(problemOf: (text: string) => string | undefined): Judge {
  return (text) => words(text).flatMap(one(problemOf));
}

function words(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}
