import { branchProblem, secretNameProblem } from "../oci/names";
import {
  backendProblem,
  cronProblem,
  folderProblem,
  secretVariableProblem,
  stackNameProblem,
} from "./names";
import { problemsOf, type PlanProblem } from "./planProblem";

/** What the workflow of a stack runs, and where it is. */
export interface StackPlan {
  readonly owner: string;
  /** The repository with the stack's program. */
  readonly repository: string;
  /** The stack's name for Pulumi: `prod`, or `acme/prod`. */
  readonly stack: string;
  /** The program's folder, relative to the repository's root. */
  readonly folder: string;
  /** The branch whose pushes update the stack and whose pull requests get a preview. */
  readonly branch: string;
  /** The Actions secrets to pass to Pulumi as variables with the same names. */
  readonly secrets: readonly string[];
  /** The address of the state; by default a secret contains it. */
  readonly backend?: string;
  /** When to check for drift; never by default. */
  readonly driftSchedule?: string;
  readonly pulumiVersion: string;
  /** The builder, if an update builds images. */
  readonly builder?: {
    readonly name?: string;
    /** The platforms that the runner must emulate. */
    readonly emulated: readonly string[];
  };
  /**
   * How the file is kept current: an update writes it, or somebody prints it.
   * @default "update"
   */
  readonly keptBy?: "update" | "hand";
}

/** The problems of the plan, each with its property. */
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
    : "is not a version of Pulumi, such as '3.255.0'";
}
