import { Provider } from "@pulumi/github";
import type * as pulumi from "@pulumi/pulumi";
import { secretInput } from "../arguments";
import type { DesiredStack } from "../model";

/**
 * The options of all components that create resources on GitHub: the provider with the
 * administrator's token. Without a token there are no such components.
 */
export function gitHubOptions({
  owner,
  credentials: { admin },
}: DesiredStack): pulumi.ComponentResourceOptions {
  if (admin === undefined) return {};
  const github = new Provider("github", { owner, token: secretInput(admin), ...client });
  return { providers: { github } };
}

/**
 * The provider has two clients. The newer one (`legacyClient: false`) takes one of 100 permits for
 * each request, and keeps it after an answer other than 2xx (terraform-provider-github 6.13.0,
 * integrations/terraform-provider-github#3603). GitHub answers 404 once for each new repository, so
 * the hundredth would wait forever. It also leaves a folder in the temporary folder at each update,
 * or else keeps its answers in a file that only one update can open.
 *
 * The older client sends the ETags in the state, so that unchanged answers count against no limit.
 * By default it sends one request at a time and waits a second after each write. Both wait for the
 * end of a rate limit, up to 20 minutes.
 */
const client = { legacyClient: true, parallelRequests: true, writeDelayMs: 0 };
