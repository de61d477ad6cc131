import { buildKit } from "./buildKit";
import type { Denial } from "../denial";
import { docker } from "./docker";
import { ghcrIo } from "./ghcrIo";
import { ghcrIoShared } from "./ghcrIoShared";
import { gitHubFiles } from "./gitHubFiles";
import { gitHubRepositories } from "./gitHubRepositories";
import { gitHubTokens } from "./gitHubTokens";
import { network } from "./network";
import { otherRegistries, sharedMessages } from "./otherRegistries";
import { pulumi } from "./pulumi";
import { rateLimits } from "./rateLimits";

/**
 * All denials. If a message matches several, the first one applies, so the most specific come first,
 * and a server's messages come before those of the client that prints them.
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
  ...sharedMessages,
  ...buildKit,
  ...pulumi,
];
