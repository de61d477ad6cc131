import { administratorActs, registryActs } from "../../core/tokens/abilities";
import { tokenPrefixes } from "../../core/tokens/token";
import { pages, textOf } from "./markdown";

const page = textOf("docs/tokens.md");
const newToken = /https:\/\/github\.com\/settings\/tokens\/new\?scopes=([^&>)\s"']+)/g;
const expected = new Set<string>([
  ...Object.values(registryActs).flat(),
  ...Object.values(administratorActs).flat(),
]);

/** The rows of a table of Markdown, as their cells. */
function rows(text: string): readonly (readonly string[])[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\|[ |-]+$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
}

const codeIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);

it.each(pages())("each page for a new token in %s selects existing scopes", (file) => {
  for (const [address, scopes = ""] of textOf(file).matchAll(newToken)) {
    expect([address, scopes.split(",").filter((scope) => !expected.has(scope))]).toEqual([
      address,
      [],
    ]);
  }
});

it("each page in the first table selects exactly the scopes beside it", () => {
  const made = rows(page).filter(([, , address = ""]) => address.startsWith("<https://"));
  expect(made.length).toBeGreaterThan(3);
  for (const [, scopes = "", address = ""] of made) {
    expect(new URL(address.slice(1, -1)).searchParams.get("scopes")?.split(",")).toEqual(
      codeIn(scopes),
    );
  }
});

it("each scope and each kind of token is documented", () => {
  const documented = new Set(codeIn(page));
  for (const each of [...expected, ...Object.keys(tokenPrefixes)])
    expect(documented).toContain(each);
});
