import { buildKit } from "../../../core/denials/table/buildKit";
import type { Denial } from "../../../core/denials/denial";
import { docker } from "../../../core/denials/table/docker";
import { ghcrIo } from "../../../core/denials/table/ghcrIo";
import { ghcrIoShared } from "../../../core/denials/table/ghcrIoShared";
import { gitHubFiles } from "../../../core/denials/table/gitHubFiles";
import { gitHubRepositories } from "../../../core/denials/table/gitHubRepositories";
import { gitHubTokens } from "../../../core/denials/table/gitHubTokens";
import { network } from "../../../core/denials/table/network";
import { otherRegistries, sharedMessages } from "../../../core/denials/table/otherRegistries";
import { pulumi } from "../../../core/denials/table/pulumi";
import { rateLimits } from "../../../core/denials/table/rateLimits";
import { fillPlaceholders } from "../../../core/github/settingsPages";
import type { ChapterId, Language } from "./language";
import { codeBlock, code, markCode, sourceLink } from "./markdown";
import { findTranslationProblems } from "./translations";
import { listWordings } from "./wordings";

/** The denials by chapter, in the order of the page. */
export const chapters: Readonly<Record<ChapterId, readonly Denial[]>> = {
  ghcr: [...ghcrIo, ...ghcrIoShared],
  limits: rateLimits,
  token: gitHubTokens,
  repository: [...gitHubFiles, ...gitHubRepositories],
  docker,
  build: buildKit,
  network,
  others: otherRegistries,
  unclear: sharedMessages,
  pulumi,
};

const chapterIds = Object.keys(chapters) as readonly ChapterId[];

/** The page that lists each message with its cause and fix. */
export function troubleshootingPage(language: Language): string {
  const { translations } = language;
  const problems =
    translations === undefined
      ? []
      : findTranslationProblems(translations, Object.values(chapters).flat());
  if (problems.length > 0) throw new Error([`${language.page}:`, ...problems].join("\n"));
  const [first, ...behind] = language.opening;
  return [
    `# ${language.title}`,
    "<!-- Made from core/denials by scripts/docs/troubleshooting. -->",
    language.languages,
    first,
    codeBlock("sh", "npx pulumi-ghcr explain build.log"),
    ...behind,
    heading(2, "messages", language.contents),
    ...chapterIds.map((id) => renderContents(id, language)),
    ...chapterIds.flatMap((id) => [
      heading(2, id, language.chapters[id].title),
      language.chapters[id].opening,
      ...chapters[id].flatMap((denial) => renderEntry(denial, language)),
    ]),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

/** The anchor is the same in each language. */
function heading(level: number, id: string, words: string): string {
  return `<a id="${id}"></a>\n\n${"#".repeat(level)} ${words}`;
}

function renderContents(id: ChapterId, { chapters: named }: Language): string {
  const links = chapters[id].map((denial) => `  - [${code(titleOf(denial))}](#${denial.id})`);
  return [`- [${named[id].title}](#${id})`, ...links].join("\n");
}

function wordingsOf({ patterns: response }: Denial): readonly string[] {
  return [...new Set(response.flatMap((pattern) => listWordings(pattern)))];
}

function titleOf(denial: Denial): string {
  return wordingsOf(denial)[0] ?? denial.id;
}

function renderEntry(denial: Denial, language: Language): readonly string[] {
  const [, ...others] = wordingsOf(denial);
  const { cause, fix, unsettled } = language.translations?.[denial.id] ?? {
    ...denial,
    fix: denial.fix,
  };
  const show = (text: string): string => markCode(fillHost(text, denial));
  return [
    heading(3, denial.id, code(titleOf(denial))),
    codeBlock("text", denial.example),
    ...(others.length === 0
      ? []
      : [`${language.alsoSaid}${language.colon}${others.map(code).join(", ")}`]),
    ...(denial.host === "ghcr.io" ? [language.onlyNamed] : []),
    `**${language.cause}**${language.colon}${show(cause)}`,
    ...(denial.isTransient ? [language.passes] : []),
    `**${language.fix}**${language.colon}`.trimEnd(),
    fix.map((each) => `- ${show(each)}`).join("\n"),
    ...(unsettled === undefined
      ? []
      : [`**${language.unsettled}**${language.colon}${show(unsettled)}`]),
    language.sources.replace("{links}", denial.sources.map(sourceLink).join(", ")),
  ];
}

/** The names are unknown here. If the registry can be any, so is its host. */
function fillHost(text: string, { from }: Denial): string {
  const isAnother = from.includes("registr") || from === "Docker Hub";
  return fillPlaceholders(text, isAnother ? { host: "HOST" } : {});
}
