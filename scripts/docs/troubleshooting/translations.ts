import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Denial } from "../../../core/denials";

/** A denial's texts in another language. */
const translationSchema = z.strictObject({
  /** The fingerprint of the English text that was translated. */
  english: z.string(),
  cause: z.string(),
  fix: z.array(z.string()),
  unsettled: z.string().optional(),
});

const translationsSchema = z.record(z.string(), translationSchema);

/** By the denial's id. */
export type Translations = Readonly<z.infer<typeof translationsSchema>>;

/**
 * Reads the texts in core/denials/translations. Only the documentation uses them: the program's
 * output is in English.
 */
export function readTranslations(language: "ru" | "zh"): Translations {
  const file = join(__dirname, "../../../core/denials/translations", `${language}.yaml`);
  return parseTranslations(readFileSync(file, "utf8"));
}

export function parseTranslations(text: string): Translations {
  return translationsSchema.parse(parse(text));
}

/** Changes whenever a denial's English text does. */
export function fingerprint({ cause, fix, unsettled }: Denial): string {
  const text = JSON.stringify([cause, fix, unsettled]);
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** The translations that do not match the denials' English texts: a line each, with the id. */
export function findTranslationProblems(
  translated: Translations,
  denials: readonly Denial[],
): readonly string[] {
  const ids = new Set(denials.map(({ id }) => id));
  const leftOver = Object.keys(translated).filter((id) => !ids.has(id));
  return [
    ...leftOver.map((id) => `${id}: there is no such denial`),
    ...denials.flatMap((denial) => problemsOf(denial, translated[denial.id])),
  ];
}

function problemsOf(
  denial: Denial,
  translated: Translations[string] | undefined,
): readonly string[] {
  const { id, fix, unsettled } = denial;
  const english = fingerprint(denial);
  if (translated === undefined) return [`${id}: add a translation with english: "${english}"`];
  if (translated.english !== english) {
    return [`${id}: the English text has changed. Translate it, then set english: "${english}"`];
  }
  return [
    ...(translated.fix.length === fix.length ? [] : [`${id}: needs ${fix.length} fixes`]),
    ...((translated.unsettled === undefined) === (unsettled === undefined)
      ? []
      : [`${id}: 'unsettled' is in one language only`]),
  ];
}
