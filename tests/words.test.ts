import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listSources } from "./imports";

const root = join(__dirname, "..");

/** Words that readers have to guess at, as patterns of the whole word, and what to write instead. */
const instead: readonly (readonly [RegExp, string])[] = [
  [/^mend(s|ed|ing)?$/, "fix"],
  [/^upkeep$/, "cleanup"],
  [/^astray$/, "misplaced"],
  [/^(told|untold)$/, "reported, known; unknown, unavailable"],
  [/^(wanted|wish(es|ed)?)$/, "desired, expected, required"],
  [/^wanting$/, "missing"],
  [/^(re)?organis/, "organization"],
  [/^(un)?(authoris|recognis|normalis|initialis|serialis|minimis|optimis|summaris)/, "with -iz"],
  [/^(colour|behaviour|favour|honour|neighbour)/, "with -or"],
  [/^(centre|catalogue|licence|grey)s?$/, "center, catalog, license, gray"],
];

/** The files that quote such a word: the text of others, or the former name of a setting. */
const quotes: Readonly<Record<string, readonly string[]>> = {
  "CONTRIBUTING.md": ["told", "wanted"],
  "stack/settings/problems/misplaced.ts": ["upkeep"],
  "tests/stack/settings/problems/misplaced.test.ts": ["upkeep"],
};

/** The words of a text. Each part of an identifier is a word: `readOwnImages` has three. */
function wordsOf(text: string): Set<string> {
  const parts = text.replace(/([a-z])([A-Z])/g, "$1 $2").match(/[A-Za-z]+/g) ?? [];
  return new Set(parts.map((part) => part.toLowerCase()));
}

/** The words in a text that have a replacement, with the replacement. */
function findWords(text: string, quoted: readonly string[] = []): string[] {
  return [...wordsOf(text)]
    .filter((word) => !quoted.includes(word))
    .flatMap((word) => {
      const [, better] = instead.find(([pattern]) => pattern.test(word)) ?? [];
      return better === undefined ? [] : [`'${word}': write ${better}`];
    });
}

function listGuides(): string[] {
  const guides = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", "CONTRIBUTING.md", ...guides.map((name) => join("docs", name))];
}

it("finds a word in an identifier, in a sentence and in capitals", () => {
  const text = "const howToMend = `The organisation's UPKEEP`; // In color.";
  expect(findWords(text)).toEqual([
    "'mend': write fix",
    "'organisation': write organization",
    "'upkeep': write cleanup",
  ]);
  expect(findWords("readColours(colour)", ["colour"])).toEqual(["'colours': write with -or"]);
});

it("no source and no guide has a word that readers have to guess at", () => {
  const files = [...listSources(root), ...listGuides()].filter(
    (file) => !__filename.endsWith(file),
  );
  const found = files.flatMap((file) =>
    findWords(readFileSync(join(root, file), "utf8"), quotes[file]).map(
      (each) => `${file}: ${each}`,
    ),
  );
  expect(found).toEqual([]);
});
