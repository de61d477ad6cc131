import { recognise } from "../denials";
import { isRecord, parseRecord } from "../http/json";
import type { Reference } from "../oci/reference";
import type { Subject } from "./answers";

/** A refusal's words, and what is known of them. */
export interface Explanation {
  readonly says: string;
  readonly cause?: string;
  readonly mend?: readonly string[];
}

/** What a registry's refusal means. */
export function explainRegistry(
  answer: string,
  { registry }: Subject,
  image?: Reference,
): Explanation {
  const says = asPrinted(answer);
  // As a client prints it: the table knows whose words they are by the host beside them.
  const message = `https://${registry}/v2/${image === undefined ? "" : `${image.name}/manifests/`}: ${says}`;
  return explanation(says, message, [registry]);
}

/** What a refusal of GitHub's API means. */
export function explainGitHub(status: number, says: string): Explanation {
  return explanation(says, `GET https://api.github.com/: ${status} ${says} []`, []);
}

/** What may be done where nothing answered at all. */
export function mendOfSilence(why: string): readonly string[] {
  const [found] = recognise(why);
  return found?.denial?.kind === "network" ? found.mend : [];
}

function explanation(says: string, message: string, registries: readonly string[]): Explanation {
  if (says === "") return { says, cause: "It gave no reason." };
  const [found] = recognise(message, { registries });
  if (found?.denial == null) {
    return { says, cause: "These words are unknown here: nothing is told of their cause." };
  }
  return { says, cause: found.cause, mend: found.mend };
}

/** A registry's error body as docker prints it: `denied: permission_denied: write_package`. */
function asPrinted(answer: string): string {
  const { errors } = parseRecord(answer);
  if (!Array.isArray(errors)) return answer;
  const printed = errors.flatMap((error: unknown) =>
    isRecord(error) && typeof error.code === "string" && typeof error.message === "string"
      ? [`${error.code.toLowerCase()}: ${error.message}`]
      : [],
  );
  return printed.length === 0 ? answer : printed.join("; ");
}
