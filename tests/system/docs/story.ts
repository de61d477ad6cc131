import type { Ledger } from "./ledger";
import type { Newcomer } from "./newcomer";

/** What each story has: somebody who types, and the account of what he typed. */
export interface Story {
  readonly newcomer: Newcomer;
  readonly ledger: Ledger;
}
