import { createHash } from "node:crypto";
import type { Event } from "./events";
import type { Scope, Value } from "./expressions";
import type { Host } from "./host";

const always = ["github", "needs"];
const ofJob = [...always, "matrix"];
const ofStep = [...ofJob, "env", "runner", "steps"];

/**
 * What may be asked for where. Of GitHub's contexts `vars`, `inputs`, `strategy` and `job` are none
 * here: nothing stands for them.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability
 */
const available = {
  concurrency: ["github"],
  env: ["github", "secrets"],
  "jobs.if": always,
  "jobs.strategy": always,
  "jobs.name": ofJob,
  "jobs.runs-on": ofJob,
  "jobs.env": [...ofJob, "secrets"],
  "jobs.outputs": [...ofStep, "secrets"],
  "steps.if": ofStep,
  steps: [...ofStep, "secrets"],
} as const satisfies Record<string, readonly string[]>;

export type Contexts = Readonly<Record<string, Value>>;

export function scopeOf(place: keyof typeof available, contexts: Contexts): Scope {
  const names: readonly string[] = available[place];
  const entries = Object.entries(contexts).filter(([name]) => names.includes(name));
  return { contexts: Object.fromEntries(entries) };
}

/** What GitHub tells of a run. Steps have it in their environment as well. */
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
