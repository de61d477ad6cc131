import { relative } from "node:path";
import { CannotRun } from "../../errors";
import type { InitContext } from "./context";
import type { InitArguments } from "./options";
import type { Prerequisites } from "./prerequisites";
import { askMirrors } from "./questions";
import { assumeDockerfiles, scanFolders, type FolderScan } from "./scan/scanFolders";
import type { PlannedMirror } from "./settings/mirrors";
import { nothingToPublish, type Answers } from "./settings/plan";
import { guessStarter, starterKinds, starterLabels, type StarterKind } from "./starter/kinds";
import { writeStarter } from "./starter/write";
import type { Terminal } from "../../ui/terminal";

/** What to publish: what the folders contain, and the answers about it. */
export interface ChosenSource {
  readonly scan: FolderScan;
  readonly answers: Answers;
  /** What the user should know about it. */
  readonly notes: readonly string[];
}

/**
 * Searches the folders. Without a Dockerfile, the options or the user decide: write one, let GitHub
 * build with the one that the repository has there, or mirror an image.
 */
export async function chooseSource(
  options: InitArguments,
  prerequisites: Prerequisites,
  context: InitContext,
): Promise<ChosenSource> {
  const { folders } = prerequisites;
  const { repository, starter, mirrors } = options;
  const scan = await scanFolders(prerequisites, repository);
  const found = scan.repositories;
  if (found.length > 0) {
    if (mirrors === undefined && found.every(({ images }) => images.length === 0)) {
      const skipped = found.flatMap((each) => each.skipped);
      throw new CannotRun(nothingToPublish(folders, skipped));
    }
    const notes =
      starter === undefined ? [] : ["--starter: a Dockerfile exists, so none is written"];
    return { scan, answers: options, notes };
  }
  const decision = await decide(options, folders, context);
  if (decision.kind === "mirrors") {
    return { scan, answers: { ...options, mirrors: decision.mirrors }, notes: [] };
  }
  if (decision.kind === "actions") {
    return {
      scan: await assumeDockerfiles(prerequisites, repository),
      answers: { ...options, build: "actions" },
      notes: [
        `${describeFolders(folders)} has no Dockerfile: GitHub builds with the one that the repository has there, and the run fails without it`,
      ],
    };
  }
  const { folder } = decision;
  const written = writeStarter(decision.starter, folder);
  context.writtenFiles = written;
  const rescan = await scanFolders(prerequisites, repository);
  if (rescan.repositories.length === 0) {
    throw new CannotRun(`${describeFolders([folder])}/Dockerfile exists, but has no line FROM`);
  }
  return {
    scan: rescan,
    answers: options,
    notes: [`new: ${written.join(", ")}; review them, and commit them`],
  };
}

type Decision =
  | { readonly kind: "starter"; readonly starter: StarterKind; readonly folder: string }
  | { readonly kind: "actions" }
  | { readonly kind: "mirrors"; readonly mirrors: readonly PlannedMirror[] };

const choices = {
  actions: "Use only GitHub Actions, with the Dockerfile that the repository has there",
  mirror: "Mirror an image from another registry",
};

const choicesWithStarter = { starter: "Write a Dockerfile to start from", ...choices };

/** What the options say, or else the user. */
async function decide(
  { starter, build, mirrors }: InitArguments,
  folders: readonly string[],
  { steps, terminal }: InitContext,
): Promise<Decision> {
  const [folder, ...more] = folders;
  const canStart = folder !== undefined && more.length === 0;
  if (starter !== undefined) {
    if (canStart) return { kind: "starter", starter, folder };
    throw new CannotRun(`--starter: name only the folder to write the Dockerfile into`);
  }
  if (build === "actions") return { kind: "actions" };
  if (mirrors !== undefined) return { kind: "mirrors", mirrors };
  if (terminal === undefined) throw new CannotRun(describeOptions(folders));
  steps.release();
  const guess = canStart ? guessStarter(folder) : undefined;
  const question = `${describeFolders(folders)} has no Dockerfile. What do you want to do?`;
  const choice = canStart
    ? await terminal.choose(question, choicesWithStarter, guess ? "starter" : "mirror")
    : await terminal.choose(question, choices, "mirror");
  if (choice === "actions") return { kind: "actions" };
  if (choice === "starter" && folder !== undefined) {
    return { kind: "starter", starter: await askStarter(terminal, guess), folder };
  }
  const asked = await askMirrors(terminal);
  return { kind: "mirrors", mirrors: asked.mirrors };
}

function askStarter(
  terminal: Terminal,
  guess: ReturnType<typeof guessStarter>,
): Promise<StarterKind> {
  const found = guess === undefined ? "" : ` (found ${guess.marker})`;
  return terminal.choose(`What is it for?${found}`, starterLabels, guess?.kind ?? "node");
}

/** The options that answer the question, for a script. */
function describeOptions(folders: readonly string[]): string {
  const [folder = ""] = folders;
  const { kind = starterKinds.join("|") } = guessStarter(folder) ?? {};
  return [
    `no Dockerfile below ${folders.join(", ")}; add one, name another folder, or add one of these options:`,
    `--starter ${kind}: writes a Dockerfile to start from`,
    "--build actions: uses only GitHub Actions, with the Dockerfile that the repository has there",
    "--mirror REFERENCE: mirrors an image from another registry",
  ].join("\n");
}

function describeFolders(folders: readonly string[]): string {
  return folders.map((folder) => relative(process.cwd(), folder) || "this folder").join(", ");
}
