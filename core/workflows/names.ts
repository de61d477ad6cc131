/**
 * The settings of a stack's workflow. Each function returns what is wrong with a text, as the end of a
 * sentence that begins with the text, or undefined.
 */

/** https://www.pulumi.com/docs/iac/concepts/stacks/: a stack, optionally with its organization. */
export function stackNameProblem(text: string): string | undefined {
  const parts = text.split("/");
  if (parts.length <= 3 && parts.every((part) => /^[A-Za-z0-9._-]{1,100}$/.test(part))) {
    return undefined;
  }
  return "is not a stack name: use letters, digits, '.', '_' and '-', such as 'prod' or 'my-org/prod'";
}

/** A folder in a repository, relative to its root. */
export function folderProblem(text: string): string | undefined {
  if (text === ".") return undefined;
  const isBelow = text.split("/").every((part) => /^(?!\.\.?$)[A-Za-z0-9._ @+-]+$/.test(part));
  if (isBelow && text.length <= 200) return undefined;
  return "is not a folder relative to the repository's root, such as 'infra' or 'deploy/ghcr'; the root itself is '.'";
}

/** Variables that the runner or the workflow's steps use. */
const reservedVariables =
  /^(?:RUNNER_.*|ACTIONS_.*|CI|PATH|HOME|SHELL|BASH_ENV|ENV|IFS|NODE_OPTIONS|LD_.*|STACK|FOLDER|SECRETS|RESULT|NUMBER|COMMIT|WORKFLOW_TOKEN)$/i;

/** A secret that becomes a variable with the same name. */
export function secretVariableProblem(text: string): string | undefined {
  if (!reservedVariables.test(text)) return undefined;
  return "is a variable that the runner or the workflow uses; rename the secret";
}

/** Whether an address contains a password after the user name. */
export function containsPassword(address: string): boolean {
  return /^[a-z0-9+]+:\/\/[^/?#]*:[^/?#]*@/i.test(address);
}

/** A backend that outlives the runner, and whose address contains no password. */
export function backendProblem(text: string): string | undefined {
  if (containsPassword(text)) {
    return "contains a password; remove the setting, and put the address into a secret named PULUMI_BACKEND_URL";
  }
  if (/^(?:https|s3|gs|azblob|postgres):\/\/\S+$/.test(text)) return undefined;
  return /^file:/i.test(text)
    ? "is a folder of the runner, which is deleted after each run; keep the state in a bucket or a service"
    : "is not the address of a backend: it must begin with https://, s3://, gs://, azblob:// or postgres://";
}

const fieldNames: Readonly<Record<string, readonly string[]>> = {
  month: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
  day: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};

const fields: readonly (readonly [minimum: number, maximum: number, names?: readonly string[]])[] =
  [
    [0, 59],
    [0, 23],
    [1, 31],
    [1, 12, fieldNames.month],
    [0, 6, fieldNames.day],
  ];

/**
 * A cron expression of a GitHub schedule, in UTC.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 */
export function cronProblem(text: string): string | undefined {
  const parts = text.trim().split(/ +/);
  const isValid =
    parts.length === fields.length &&
    fields.every((field, index) => (parts[index] ?? "").split(",").every(isInField(field)));
  if (isValid) return undefined;
  return "is not a cron expression: write minute, hour, day, month and day of the week, such as '37 4 * * *'";
}

function isInField([minimum, maximum, names = []]: (typeof fields)[number]): (
  part: string,
) => boolean {
  const number = (text: string): number => {
    const index = names.indexOf(text.toUpperCase());
    if (index >= 0) return index + minimum;
    return /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  };
  return (part) => {
    const [range = "", step, ...more] = part.split("/");
    const isValidStep = step === undefined || (/^\d{1,2}$/.test(step) && Number(step) > 0);
    if (!isValidStep || more.length > 0) return false;
    if (range === "*") return true;
    const [from = Number.NaN, to = from, ...others] = range.split("-").map(number);
    return others.length === 0 && from >= minimum && to <= maximum && from <= to;
  };
}
