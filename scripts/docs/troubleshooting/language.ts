import type { Translations } from "./translations";

/** A chapter of the page, by the origin of the messages. */
export type ChapterId =
  | "ghcr"
  | "limits"
  | "token"
  | "repository"
  | "docker"
  | "build"
  | "network"
  | "others"
  | "unclear"
  | "pulumi";

export interface Chapter {
  readonly title: string;
  readonly opening: string;
}

/** The page's texts, other than those of the denials. */
export interface Language {
  /** The page's file. */
  readonly page: string;
  /** The line with the other languages. */
  readonly languages: string;
  readonly title: string;
  /** The paragraphs before the table of contents: one before the command, the others after it. */
  readonly opening: readonly [string, ...string[]];
  readonly contents: string;
  readonly chapters: Readonly<Record<ChapterId, Chapter>>;
  /** The colon after a label. */
  readonly colon: string;
  readonly alsoSaid: string;
  readonly onlyNamed: string;
  readonly cause: string;
  readonly passes: string;
  readonly fix: string;
  readonly unsettled: string;
  /** The links replace `{links}`. */
  readonly sources: string;
  /** The denials' texts; English has none, because the denials are written in it. */
  readonly translations?: Translations;
}
