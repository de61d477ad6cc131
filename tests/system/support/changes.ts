import { isWrite, type Update } from "./project";

/** The operations except "same", for example `update ActionsSecret made-0-secret`. */
export function listChanges(update: Pick<Update, "operations">): string[] {
  return update.operations
    .filter(({ operation }) => operation !== "same")
    .map(({ operation, type, name }) => `${operation} ${type.split(":").at(-1) ?? ""} ${name}`)
    .sort();
}

/** The requests that change something, for example `PUT OWNER/made-0/actions/secrets/GHCR_TOKEN`. */
export function listWrites({ requests }: Pick<Update, "requests">): string[] {
  return requests
    .filter(isWrite)
    .map(({ method, path }) => `${method} ${path.replace(/^\/api\/v3\/(?:repos\/)?/, "")}`)
    .sort();
}

/** The output without the line breaks that wrap it for a terminal. */
export function joinLines(output: string): string {
  return output.replace(/\s*\n\s*/g, " ");
}
