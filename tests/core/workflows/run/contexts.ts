import { createHash } from "node:crypto";
import type { Event } from "./events";
import type { Scope, Value } from "./expressions";
import type { Host } from "./host";

const everywhere = ["github", "needs"];
const inJobs = [...everywhere, "matrix"];
const inSteps = [...inJobs, "env", "runner", "steps"];

/**
 * The contexts that are available in each place. `vars`, `inputs`, `strategy` and `job` are not
 * supported.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability
 */
const available = {
  concurrency: ["github"],
  env: ["github", "secrets"],
  "jobs.if": everywhere,
  "jobs.strategy": everywhere,
  "jobs.name": inJobs,
  "jobs.runs-on": inJobs,
  "jobs.env": [...inJobs, "secrets"],
  "jobs.outputs": [...inSteps, "secrets"],
  "steps.if": inSteps,
  steps: [...inSteps, "secrets"],
} as const satisfies Record<string, readonly string[]>;

export type Contexts = Readonly<Record<string, Value>>;

export function scopeOf(place: keyof typeof available, contexts: Contexts): Scope {
  const names: readonly string[] = available[place];
  const entries = Object.entries(contexts).filter(([name]) => names.includes(name));
  return { contexts: Object.fromEntries(entries) };
}

/** The `github` context of a run. Steps also have it in their environment. */
export function githubOf(host: Host, event: Event, attempt: number): Record<string, string> {
  const [owner = ""] = host.repository.split("/");
  return {
    ...{ actor: owner, api_url: host.apiUrl, event_name: event.name },
    ...{ ref: event.ref, ref_name: event.refName, ref_type: event.refType },
    ...{ repository: host.repository, repository_owner: owner },
    ...{ run_attempt: String(attempt), run_id: "1658821493", server_url: "https://github.com" },
    sha: createHash("sha1").update(event.ref).digest("hex"),
  };
}
