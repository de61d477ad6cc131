import type { Flag } from "../arguments";

/** A command as it is told to people: its help, its completions and its exit codes come from here. */
export interface Command {
  readonly name: string;
  /** One line, for the list of all commands. */
  readonly says: string;
  /** How it is called, each way on a line of its own, behind `pulumi-ghcr`. */
  readonly usage: readonly string[];
  /** What it does, a paragraph each. */
  readonly about: readonly string[];
  readonly flags: Readonly<Record<string, Flag>>;
  /** What it takes that is no flag, where that can be completed. */
  readonly takes?: "file" | "folder" | readonly string[];
  /** When it ends with which code. */
  readonly codes: Readonly<Record<number, string>>;
  /** Whole lines, as they are typed. */
  readonly examples: readonly string[];
  /** What was not done where it could not run: 'nothing was asked'. */
  readonly idle: string;
  /** Whether an installed package has it; else only a clone has. */
  readonly isInstalled: boolean;
  /** How many steps a clone shows of it; of none nothing is said until there is a result. */
  readonly steps: number;
  readonly needsEngine: boolean;
  /** Its file, where that is not named like it. */
  readonly file?: string;
}

/** What a command of people's work has in common with the others. */
export const installed = { isInstalled: true, steps: 0, needsEngine: false } as const;

export const helpFlag = { says: "this text" } as const satisfies Flag;
