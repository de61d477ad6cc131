/**
 * How many resources Pulumi may update at the same time (PULUMI_PARALLEL). They wait for GitHub most
 * of the time, which accepts 100 requests at once. Pulumi's default is four for each core.
 */
export const parallelOperations = 64;
