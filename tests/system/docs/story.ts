import type { Ledger } from "./ledger";
import type { Newcomer } from "./newcomer";

/** What each story gets: a reader, and the ledger of the lines that were run. */
export interface Story {
  readonly newcomer: Newcomer;
  readonly ledger: Ledger;
}
