import * as pulumi from "@pulumi/pulumi";
import {
  askStack,
  judgeStack,
  type PackageSeen,
  type Published,
  type StackAnswers,
} from "../checks";
import type { Settings } from "../settings";
import { readKnown } from "./known";
import { findingText, stopMessage } from "./message";
import { wantedBy } from "./wanted";

/** What the preflight was told on the way, for whoever needs it. */
export interface Told {
  /** What stands behind the first tag of each image that a workflow builds, by the image's name. */
  readonly published: ReadonlyMap<string, Published>;
  /** What was told of each package that is looked at and was pushed before, by the image's name. */
  readonly packages: ReadonlyMap<string, PackageSeen>;
}

/**
 * Looks whether GitHub and the registry would refuse what the stack wants, before any of it is
 * declared. Failures are thrown, all at once: a program that only logs an error and returns lets the
 * engine delete what it did not declare.
 */
export async function preflight(settings: Settings): Promise<Told> {
  if (settings.preflight === "off") return { published: new Map(), packages: new Map() };
  const known = await readKnown();
  const wanted = wantedBy(settings);
  const answers = await askStack(wanted, known, settings.api);
  const findings = judgeStack(wanted, known, answers);
  const failures = findings.filter(({ outcome }) => outcome === "fail");
  if (settings.preflight === "strict" && failures.length > 0) throw stop(stopMessage(failures));
  for (const finding of findings) {
    void pulumi.log.warn(findingText(finding).replace(/^ {2}- /, ""));
  }
  return { published: publishedIn(answers), packages: answers.packages };
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
