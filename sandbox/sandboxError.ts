/** Why a sandbox cannot start, in words for whoever started it. */
export class SandboxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SandboxError";
  }
}
