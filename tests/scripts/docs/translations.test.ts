import { denials, type Denial } from "../../../core/denials";
import { troubleshootingPage } from "../../../scripts/docs/troubleshooting";
import { chinese } from "../../../scripts/docs/troubleshooting/chinese";
import { findCode } from "../../../scripts/docs/troubleshooting/markdown";
import { russian } from "../../../scripts/docs/troubleshooting/russian";
import {
  fingerprint,
  parseTranslations,
  readTranslations,
  findTranslationProblems,
} from "../../../scripts/docs/troubleshooting/translations";

describe.each(["ru", "zh"] as const)("the translations in %s", (language) => {
  const translations = readTranslations(language);

  it("match the denials' current English texts", () => {
    expect(findTranslationProblems(translations, denials)).toEqual([]);
  });

  it.each(denials)("keep the commands, addresses and placeholders of $id", ({ id, ...english }) => {
    const { cause = "", fix = [], unsettled = "" } = translations[id] ?? {};
    const pairs = [
      [cause, english.cause],
      ...english.fix.map((text, index) => [fix[index] ?? "", text]),
      [unsettled, english.unsettled ?? ""],
    ] as const;
    for (const [translated = "", text = ""] of pairs) {
      expect([...findCode(translated)].sort()).toEqual([...findCode(text)].sort());
      const listPlaceholders = (each: string): readonly string[] =>
        (each.match(/\{\w+\}/g) ?? []).sort();
      expect(listPlaceholders(translated)).toEqual(listPlaceholders(text));
    }
  });

  it("are in the language", () => {
    const letters = language === "ru" ? /\p{Script=Cyrillic}/u : /\p{Script=Han}/u;
    const texts = Object.values(translations).flatMap(({ cause, fix, unsettled }) => [
      cause,
      // A fix can be only a command, which is the same in each language.
      ...fix.filter((text) => findCode(text)[0] !== text),
      ...(unsettled === undefined ? [] : [unsettled]),
    ]);
    expect(texts.filter((text) => !letters.test(text))).toEqual([]);
  });
});

describe("a translation", () => {
  const [denial] = denials as readonly [Denial];
  const { id, fix } = denial;
  const good = { english: fingerprint(denial), cause: "a", fix: fix.map(() => "b") };
  const findProblems = (changed: Denial, translated: object = good): readonly string[] =>
    findTranslationProblems(parseTranslations(JSON.stringify({ [id]: translated })), [changed]);

  it("has no problem if the English text is unchanged", () => {
    expect(findProblems(denial)).toEqual([]);
  });

  it.each([
    ["cause", { ...denial, cause: "c" }],
    ["fix", { ...denial, fix: [...fix.slice(1), "c"] }],
    ["open question", { ...denial, unsettled: "c" }],
  ])("is reported with the new fingerprint if the English %s changed", (_, changed) => {
    const next = fingerprint(changed);
    expect(next).not.toBe(good.english);
    expect(findProblems(changed)).toEqual([
      `${id}: the English text has changed. Translate it, then set english: "${next}"`,
    ]);
  });

  it("is reported if it has a fix or an open question that the English text does not have", () => {
    const more = { ...good, fix: [...good.fix, "c"], unsettled: "d" };
    expect(findProblems(denial, more)).toEqual([
      `${id}: needs ${fix.length} fixes`,
      `${id}: 'unsettled' is in one language only`,
    ]);
  });

  it("is reported if it is missing or unused", () => {
    expect(findTranslationProblems({ gone: good }, [denial])).toEqual([
      "gone: there is no such denial",
      `${id}: add a translation with english: "${good.english}"`,
    ]);
  });

  it("has no other fields", () => {
    expect(() => findProblems(denial, { ...good, causes: "" })).toThrow("causes");
  });

  it.each([russian, chinese])("that has a problem prevents the page: $page", (language) => {
    const translations = { ...language.translations, gone: good };
    expect(() => troubleshootingPage({ ...language, translations })).toThrow(
      `${language.page}:\ngone: there is no such denial`,
    );
  });
});
