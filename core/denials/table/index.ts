import { buildKit } from "./buildKit";
import type { Denial } from "../denial";
import { docker } from "./docker";
import { ghcrIo } from "./ghcrIo";
import { ghcrIoShared } from "./ghcrIoShared";
import { gitHubFiles } from "./gitHubFiles";
import { gitHubRepositories } from "./gitHubRepositories";
import { gitHubTokens } from "./gitHubTokens";
import { network } from "./network";
import { otherRegistries, sharedWords } from "./otherRegistries";
import { pulumi } from "./pulumi";
import { rateLimits } from "./rateLimits";

/**
 * All denials, the most specific first: of several that a message fits, the first is meant. A server's
 * own words come before those of the client that passes them on.
 */
export const denials: readonly Denial[] = [
  ...rateLimits,
  ...gitHubTokens,
  ...gitHubFiles,
  ...gitHubRepositories,
  ...ghcrIo,
  ...network,
  ...docker,
  ...ghcrIoShared,
  ...otherRegistries,
  ...sharedWords,
  ...buildKit,
  ...pulumi,
];
