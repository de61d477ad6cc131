import fc from "fast-check";
import { denials } from "../../../core/denials";
import { literalPrefix } from "../../../core/denials/literalPrefix";
import { languages, troubleshootingPage } from "../../../scripts/docs/troubleshooting";
import { code, markCode, sourceLink } from "../../../scripts/docs/troubleshooting/markdown";
import { chapters } from "../../../scripts/docs/troubleshooting/page";
import { listWordings } from "../../../scripts/docs/troubleshooting/wordings";

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

const patterns = denials.flatMap(({ patterns: response }) => response);

describe("the wordings of a pattern", () => {
  it.each([
    [/permission_denied: write_package/i, ["permission_denied: write_package"]],
    [/lookup [\w.-]{1,253} on [^\s]{1,80} read udp/i, ["lookup … on … read udp"]],
    [
      /rate limit (?:was |is )?exceeded/i,
      ["rate limit was exceeded", "rate limit is exceeded", "rate limit exceeded"],
    ],
    [/blob upload (?:unknown|invalid)/i, ["blob upload unknown", "blob upload invalid"]],
    [/an? "name": ?"\w{1,9}"/i, ['an "name": "…"']],
    [/answered 40[13]\b/i, ["answered 401", "answered 403"]],
    [/from \d{1,3}\.[\d.]{1,12} is/i, ["from … is"]],
    [/\[400\] No \(classic\)$/i, ["[400] No (classic)"]],
    [/a(?:b c){1,3} d/i, ["a… d"]],
    [/a(?: b(?:c|d)?)?$/i, ["a bc", "a bd", "a b", "a"]],
  ])("%s are %j", (pattern, expected) => {
    expect(listWordings(pattern)).toEqual(expected);
  });

  it("include both forms of an optional letter, if all are requested", () => {
    expect(listWordings(/an? b/i, true)).toEqual(["an b", "a b"]);
  });

  it.each(patterns)("of %s match every message that it matches", (pattern) => {
    const shown = listWordings(pattern, true).map(
      (words) =>
        new RegExp(
          words
            .split("…")
            .map((each) => escapePattern(each))
            .join("[^]*"),
        ),
    );
    // The wordings do not contain word boundaries or the end of the message.
    const source = pattern.source.replace(/\\b|\$$/g, "");
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(source)), (message) => {
        expect(shown.some((words) => words.test(message))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it.each(patterns)("of %s contain its first words, and no pattern syntax", (pattern) => {
    const all = listWordings(pattern, true);
    for (const words of listWordings(pattern)) {
      expect(words.toLowerCase()).toContain(literalPrefix(pattern).trim());
      expect(words).not.toMatch(/\\|\(\?|\[\^|\{\d/);
      expect(all).toContain(words);
    }
  });
});

describe("a sentence", () => {
  it.each([
    [
      "npx pulumi cancel, then npx pulumi refresh",
      "`npx pulumi cancel`, then `npx pulumi refresh`",
    ],
    [
      "set it: npx pulumi config set --secret KEY (asked for)",
      "set it: `npx pulumi config set --secret KEY` (asked for)",
    ],
    [
      "a token: https://github.com/a?scopes=read:packages,write:packages",
      "a token: <https://github.com/a?scopes=read:packages,write:packages>",
    ],
    ["https://github.com/a/settings: Manage", "<https://github.com/a/settings>: Manage"],
    ["the docker daemon asks", "the docker daemon asks"],
    ["write adopt: overwrite, or create: false", "write `adopt: overwrite`, or `create: false`"],
    [
      "先运行 npx pulumi cancel，再运行 npx pulumi refresh。",
      "先运行 `npx pulumi cancel`，再运行 `npx pulumi refresh`。",
    ],
    [
      "新令牌：https://github.com/settings/tokens，再试",
      "新令牌：<https://github.com/settings/tokens>，再试",
    ],
  ])("%j is marked as %j", (text, expected) => {
    expect(markCode(text)).toBe(expected);
  });

  it.each([
    ["a `b", "``a `b``"],
    ["`b", "`` `b ``"],
  ])("code with a tick, %j, is %j", (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it.each([
    ["https://github.com/docker/login-action/issues/331", "docker/login-action#331"],
    ["https://github.com/orgs/community/discussions/32184", "community, discussion 32184"],
    ["https://github.com/go-yaml/yaml/blob/v3/decode.go", "go-yaml/yaml: decode.go"],
    ["https://docs.docker.com/build/building/multi-platform/", "docs.docker.com: multi-platform"],
  ])("%s is called %s", (source, expected) => {
    expect(sourceLink(source)).toBe(`[${expected}](${source})`);
  });
});

it("each denial is in one chapter", () => {
  const shown = Object.values(chapters).flat();
  expect(shown.map(({ id }) => id).sort()).toEqual(denials.map(({ id }) => id).sort());
});

describe.each(languages.map((language) => [language.page, language] as const))(
  "%s",
  (_, language) => {
    const page = troubleshootingPage(language);
    const sections = new Map(
      page.split('<a id="').map((text) => [text.slice(0, text.indexOf('"')), text]),
    );

    it.each(denials)("has the message, wordings, fixes and sources of $id", (denial) => {
      const section = sections.get(denial.id) ?? "";
      expect(section).toContain(`\`\`\`text\n${denial.example}\n\`\`\``);
      for (const words of denial.patterns.flatMap((pattern) => listWordings(pattern))) {
        expect(section).toContain(code(words));
      }
      for (const source of denial.sources) expect(section).toContain(`](${source})`);
      expect(section.match(/^- /gm)).toHaveLength(denial.fix.length);
      expect(section.includes(language.onlyNamed)).toBe(denial.host === "ghcr.io");
      expect(section.includes(language.passes)).toBe(denial.isTransient === true);
      expect(section.includes(`**${language.unsettled}**`)).toBe(denial.unsettled !== undefined);
      expect(section).not.toMatch(/\{(?:owner|name|repository|host)\}/);
      expect(page).toContain(`](#${denial.id})`);
    });
  },
);

it("the fixes for other registries name no host", () => {
  const page = troubleshootingPage(languages[0]);
  const whose = page.slice(page.indexOf('<a id="whose-denied">'));
  expect(whose).toContain("`docker login HOST`");
  expect(page).toContain("- `docker logout ghcr.io`\n");
});
