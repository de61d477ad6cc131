import { branchProblem, secretNameProblem } from "../ghcr/names";
import {
  backendProblem,
  cronProblem,
  folderProblem,
  secretVariableProblem,
  stackNameProblem,
} from "../ghcr/stackNames";

/** What the workflow of a stack runs, and where. */
export interface StackPlan {
  readonly owner: string;
  /** The repository with the stack's program. */
  readonly repository: string;
  /** The stack as Pulumi is told it: `prod`, or `acme/prod`. */
  readonly stack: string;
  /** The program's folder, from the repository's root. */
  readonly folder: string;
  /** The branch whose pushes update the stack, and whose pull requests are previewed. */
  readonly branch: string;
  /** The Actions secrets that Pulumi gets, as variables of the same names. */
  readonly secrets: readonly string[];
  /** Where the state lies; without it the secrets say so. */
  readonly backend?: string;
  /** When it looks for drift; without it never. */
  readonly driftSchedule?: string;
  readonly pulumiVersion: string;
  /** What builds images, where an update builds any. */
  readonly builder?: {
    readonly name?: string;
    /** The platforms that GitHub's machine has to imitate. */
    readonly emulated: readonly string[];
  };
  /**
   * How the file follows the settings: an update writes it, or somebody prints it.
   * @default "update"
   */
  readonly keptBy?: "update" | "hand";
}

/** Throws what would come into the file as something else than what it is. */
export function checkStackPlan(plan: StackPlan): void {
  const { stack, folder, branch, secrets, backend, driftSchedule, pulumiVersion } = plan;
  const found: readonly (readonly [what: string, text: string, problem: string | undefined])[] = [
    ["stack", stack, stackNameProblem(stack)],
    ["folder", folder, folderProblem(folder)],
    ["branch", branch, branchProblem(branch)],
    ...secrets.flatMap((name) => [
      ["secret", name, secretNameProblem(name)] as const,
      ["secret", name, secretVariableProblem(name)] as const,
    ]),
    ...(backend === undefined ? [] : [["backend", backend, backendProblem(backend)] as const]),
    ...(driftSchedule === undefined
      ? []
      : [["schedule", driftSchedule, cronProblem(driftSchedule)] as const]),
    ["version", pulumiVersion, versionProblem(pulumiVersion)],
  ];
  for (const [what, text, problem] of found) {
    if (problem !== undefined) throw new Error(`the ${what} '${text}' ${problem}`);
  }
}

function versionProblem(text: string): string | undefined {
  return /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(text)
    ? undefined
    : "is not a version of Pulumi";
}
