import { SEED_OWNER } from "../../../../sandbox";

/** The owner in lowercase, as registries require. */
export const owner = SEED_OWNER.toLowerCase();

/** A classic token without read:packages, which ghcr.io requires explicitly. */
export const noRead = "ghp_newcomerWithoutRead000000000000000000000";

/** A token that can only pull. */
export const pullToken = "ghp_newcomerPull0000000000000000000000000000";

/** The token for administration and publishing that docs/sandbox.md creates. */
export const allInOne = "ghp_exampleAllInOneToken";
