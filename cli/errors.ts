/** What stands in the way of a command, in words for whoever gave it; no trace would help. */
export class UserError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Explained";
  }
}

/** What must be fixed before a command can begin; nothing was tried. */
export class CannotRun extends UserError {}
