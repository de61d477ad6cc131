import * as pulumi from "@pulumi/pulumi";
import {
  askStack,
  judgeStack,
  type Known,
  type PackageSeen,
  type Published,
  type SettingFinding,
  type StackAnswers,
} from "../checks";
import type { Settings } from "../settings";
import { readKnown, secretKey } from "./known";
import { findingText, stopMessage } from "./message";
import { wantedBy } from "./wanted";

/** What the preflight learned of a repository and its secret, for the resources made of them. */
export interface Seen {
  /** The repository's number, where it is there. */
  readonly repositoryId: number | undefined;
  /**
   * The mark to give the secret where another hand changed it on GitHub, so that it is written
   * again; nothing for one that nobody changed.
   */
  readonly secretMark: boolean | undefined;
}

/** What the preflight was told on the way, for whoever needs it. */
export interface Told {
  /** What stands behind the first tag of each image that a workflow builds, by the image's name. */
  readonly published: ReadonlyMap<string, Published>;
  /** What was told of each package that is looked at and was pushed before, by the image's name. */
  readonly packages: ReadonlyMap<string, PackageSeen>;
  /** What was told and stopped nothing, but for what the update looks at again. */
  readonly findings: readonly Required<Pick<SettingFinding, "setting" | "found" | "mend">>[];
  /** Without a repository the secret is the organisation's. */
  readonly seen: (secretName: string, repository?: string) => Seen;
}

/**
 * Looks whether GitHub and the registry would refuse what the stack wants, before any of it is
 * declared. Failures are thrown, all at once: a program that only logs an error and returns lets the
 * engine delete what it did not declare.
 */
export async function preflight(settings: Settings): Promise<Told> {
  if (settings.preflight === "off") {
    return { published: new Map(), packages: new Map(), findings: [], seen: () => seenIn() };
  }
  const known = await readKnown();
  const wanted = wantedBy(settings);
  const answers = await askStack(wanted, known, settings.api);
  const findings = judgeStack(wanted, known, answers);
  const failures = findings.filter(({ outcome }) => outcome === "fail");
  if (settings.preflight === "strict" && failures.length > 0) throw stop(stopMessage(failures));
  for (const finding of findings) {
    void pulumi.log.warn(findingText(finding).replace(/^ {2}- /, ""));
  }
  return {
    published: publishedIn(answers),
    packages: answers.packages,
    findings: findings
      .filter(({ isOfPackage }) => isOfPackage !== true)
      .map(({ setting, found, mend = [] }) => ({ setting, found, mend })),
    seen: (secretName, repository) => seenIn(known, answers, secretName, repository),
  };
}

function seenIn(known?: Known, answers?: StackAnswers, secretName = "", repository?: string): Seen {
  const list = answers?.repositories;
  const found = list?.outcome === "listed" ? list.repositories : undefined;
  const mark = known?.changedSecrets?.get(secretKey(secretName, repository));
  return {
    repositoryId: repository === undefined ? undefined : found?.get(repository.toLowerCase())?.id,
    secretMark: mark === undefined ? undefined : !mark,
  };
}

function publishedIn({ images }: StackAnswers): Told["published"] {
  return new Map(
    [...images].flatMap(([name, { published }]) =>
      published === undefined ? [] : [[name, published.is] as const],
    ),
  );
}

/** Pulumi prints it as it is; to prepare a trace takes it many seconds, and helps nobody here. */
function stop(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = message;
  return error;
}
