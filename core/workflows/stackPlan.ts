import { branchProblem, secretNameProblem } from "../oci/names";
import {
  backendProblem,
  cronProblem,
  folderProblem,
  secretVariableProblem,
  stackNameProblem,
} from "./names";
import { problemsOf, type PlanProblem } from "./planProblem";

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

/** What is wrong with the plan, by the property that says it. */
export function stackPlanProblems(plan: StackPlan): readonly PlanProblem[] {
  const { stack, folder, branch, secrets, backend, driftSchedule, pulumiVersion } = plan;
  const secretProblem = (name: string): string | undefined =>
    secretNameProblem(name) ?? secretVariableProblem(name);
  return [
    ...problemsOf("stack", stack, stackNameProblem),
    ...problemsOf("folder", folder, folderProblem),
    ...problemsOf("branch", branch, branchProblem),
    ...secrets.flatMap((name) => problemsOf("secrets", name, secretProblem)),
    ...problemsOf("backend", backend, backendProblem),
    ...problemsOf("driftSchedule", driftSchedule, cronProblem),
    ...problemsOf("pulumiVersion", pulumiVersion, versionProblem),
  ];
}

function versionProblem(text: string): string | undefined {
  return /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(text)
    ? undefined
    : "is not a version of Pulumi";
}
