import type { Translations } from "./translations";

/** A chapter of the page, by where the words come from. */
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

/** Everything on the page that is not the table's own. */
export interface Language {
  /** The page's file. */
  readonly page: string;
  /** The line with the other languages. */
  readonly languages: string;
  readonly title: string;
  /** What stands before the table of contents; the first one before the command, the rest behind. */
  readonly opening: readonly [string, ...string[]];
  readonly contents: string;
  readonly chapters: Readonly<Record<ChapterId, Chapter>>;
  /** As it stands between a label and what is labelled. */
  readonly colon: string;
  readonly alsoSaid: string;
  readonly onlyNamed: string;
  readonly cause: string;
  readonly passes: string;
  readonly fix: string;
  readonly unsettled: string;
  /** With `{links}` where they stand. */
  readonly sources: string;
  /** The denials' texts; English has none, because the denials are written in it. */
  readonly translations?: Translations;
}
