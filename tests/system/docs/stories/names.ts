import { SEED_OWNER } from "../../../../sandbox";

/** The owner, as a registry has him. */
export const owner = SEED_OWNER.toLowerCase();

/** A classic token, whose owner left out what ghcr.io wants by name. */
export const noRead = "ghp_newcomerWithoutRead000000000000000000000";

/** One that reads packages, and nothing else. */
export const pullToken = "ghp_newcomerPull0000000000000000000000000000";

/** One that administers and publishes. */
export const allInOne = "ghp_newcomerDoesAllOfIt00000000000000000000";
