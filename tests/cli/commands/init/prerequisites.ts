import type { Prerequisites } from "../../../../cli/commands/init/prerequisites";

/** What init has found before its first step, for a program in this folder. */
export function prerequisitesOf(program: string, change: Partial<Prerequisites>): Prerequisites {
  return {
    ...{ program, pulumi: "pulumi", environment: {}, folders: [] },
    ...{ api: "https://api.github.com/", registry: "ghcr.io" },
    ...change,
  };
}
