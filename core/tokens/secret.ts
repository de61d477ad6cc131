import { inspect } from "node:util";

/**
 * A secret value that cannot be printed by accident; only `reveal` returns it. If settings are read
 * without the decryption key, the value exists but is unreadable.
 */
export class Secret {
  readonly #value: string | undefined;

  constructor(
    /** The configuration key that stores it. */
    readonly key: string,
    value: string | undefined,
  ) {
    this.#value = value;
  }

  /** The value. Throws where it could not be decrypted. */
  reveal(): string {
    if (this.#value === undefined) throw new Error(`${this.key} is encrypted and was not read`);
    return this.#value;
  }

  toString(): string {
    return `… (${this.key})`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
