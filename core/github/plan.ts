import { isRecord } from "../http/json";

/** The plan's name in GitHub's response about a user or an organization. */
export function planIn(body: unknown): string | null {
  const plan = isRecord(body) ? body.plan : undefined;
  return isRecord(plan) && typeof plan.name === "string" ? plan.name.toLowerCase() : null;
}
