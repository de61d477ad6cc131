import { isWrite, type Update } from "./project";

/** What was done, without what stayed the same: `update ActionsSecret made-0-secret`. */
export function changes(update: Pick<Update, "operations">): string[] {
  return update.operations
    .filter(({ operation }) => operation !== "same")
    .map(({ operation, type, name }) => `${operation} ${type.split(":").at(-1) ?? ""} ${name}`)
    .sort();
}

/** What was sent that changes something: `PUT OWNER/made-0/actions/secrets/GHCR_TOKEN`. */
export function writes({ requests }: Pick<Update, "requests">): string[] {
  return requests
    .filter(isWrite)
    .map(({ method, path }) => `${method} ${path.replace(/^\/api\/v3\/(?:repos\/)?/, "")}`)
    .sort();
}

/** What was said without the breaks of lines that are for a terminal's sake. */
export function unwrapped(output: string): string {
  return output.replace(/\s*\n\s*/g, " ");
}
