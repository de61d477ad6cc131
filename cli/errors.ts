/** An error whose message is written for the user; a stack trace would add nothing. */
export class UserError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UserError";
  }
}

/** A problem that must be fixed before a command can begin; nothing was changed. */
export class CannotRun extends UserError {}
