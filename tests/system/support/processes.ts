import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface Process {
  readonly pid: number;
  readonly line: string;
}

/** The running processes whose command line, working folder or environment contains a folder. */
export function findProcesses(folder: string): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        const variables = readFileSync(`/proc/${pid}/environ`, "utf8");
        const named = [line, variables, readlinkSync(`/proc/${pid}/cwd`)];
        return named.some((text) => text.includes(folder)) ? [{ pid: Number(pid), line }] : [];
      } catch {
        // The process has exited, or belongs to another user.
        return [];
      }
    });
}
