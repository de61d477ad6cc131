/**
 * What the workflow of a stack is told. Each function tells what is wrong with a text, in words that
 * follow the text itself, and nothing if it is right.
 */

/** https://www.pulumi.com/docs/iac/concepts/stacks/: with its organization, where that is said. */
export function stackNameProblem(text: string): string | undefined {
  const parts = text.split("/");
  if (parts.length <= 3 && parts.every((part) => /^[A-Za-z0-9._-]{1,100}$/.test(part))) {
    return undefined;
  }
  return "is not a stack: letters, digits, '.', '_' and '-', behind its organization's name where it has one";
}

/** A folder below a repository's root, written the same on each machine. */
export function folderProblem(text: string): string | undefined {
  if (text === ".") return undefined;
  const isBelow = text.split("/").every((part) => /^(?!\.\.?$)[A-Za-z0-9._ @+-]+$/.test(part));
  if (isBelow && text.length <= 200) return undefined;
  return "is not a folder from the repository's root, as 'infra' or 'deploy/ghcr'; the root itself is '.'";
}

/** What a runner and the steps of a workflow go by themselves. */
const taken =
  /^(?:RUNNER_.*|ACTIONS_.*|CI|PATH|HOME|SHELL|BASH_ENV|ENV|IFS|NODE_OPTIONS|LD_.*|STACK|FOLDER|SECRETS|RESULT|NUMBER|COMMIT|WORKFLOW_TOKEN)$/i;

/** A secret that becomes a variable of its own name. */
export function secretVariableProblem(text: string): string | undefined {
  if (!taken.test(text)) return undefined;
  return "is a variable that the runner or the workflow goes by; give the secret another name";
}

/** Whether an address has a password where it names the user. */
export function holdsPassword(address: string): boolean {
  return /^[a-z0-9+]+:\/\/[^/?#]*:[^/?#]*@/i.test(address);
}

/** The state outlives the machine that writes it, and whoever reads the file may not write it. */
export function backendProblem(text: string): string | undefined {
  if (holdsPassword(text)) {
    return "holds a password; leave it out, and put the whole address into a secret named PULUMI_BACKEND_URL";
  }
  if (/^(?:https|s3|gs|azblob|postgres):\/\/\S+$/.test(text)) return undefined;
  return /^file:/i.test(text)
    ? "is a folder of the machine that runs the workflow, and goes with it; keep the state in a bucket or a service"
    : "is not where a state can lie: https://, s3://, gs://, azblob:// or postgres://";
}

const names: Readonly<Record<string, readonly string[]>> = {
  month: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
  day: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};

const fields: readonly (readonly [least: number, most: number, names?: readonly string[]])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12, names.month],
  [0, 6, names.day],
];

/**
 * A time as GitHub's schedules take it, by UTC.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 */
export function cronProblem(text: string): string | undefined {
  const parts = text.trim().split(/ +/);
  const isRight =
    parts.length === fields.length &&
    fields.every((field, index) => (parts[index] ?? "").split(",").every(isIn(field)));
  if (isRight) return undefined;
  return "is not a time of a schedule: five fields as '37 4 * * *', which are minute, hour, day, month and day of the week";
}

function isIn([least, most, called = []]: (typeof fields)[number]): (part: string) => boolean {
  const number = (text: string): number => {
    const index = called.indexOf(text.toUpperCase());
    if (index >= 0) return index + least;
    return /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  };
  return (part) => {
    const [range = "", step, ...more] = part.split("/");
    const isStep = step === undefined || (/^\d{1,2}$/.test(step) && Number(step) > 0);
    if (!isStep || more.length > 0) return false;
    if (range === "*") return true;
    const [from = Number.NaN, to = from, ...others] = range.split("-").map(number);
    return others.length === 0 && from >= least && to <= most && from <= to;
  };
}
