import * as pulumi from "@pulumi/pulumi";
import type { SettingFinding } from "./finding";
import { findingText } from "./message";
import { stop } from "./decide";

/** What is in the way unless this stack made it. */
export type Doubt = SettingFinding & Required<Pick<SettingFinding, "unlessOurs">>;

/** What the program declared of what may be there already. */
export interface Declared {
  readonly repositories: readonly {
    readonly name: string;
    readonly publishing: { readonly repository: pulumi.CustomResource | undefined };
  }[];
  /** By the repository's name. */
  readonly workflows: ReadonlyMap<string, { readonly file: pulumi.CustomResource | undefined }>;
  readonly stackWorkflow: { readonly file: pulumi.CustomResource } | undefined;
}

export function isDoubt(finding: SettingFinding): finding is Doubt {
  return finding.unlessOurs !== undefined;
}

/**
 * Settles what the state was not to be asked about: it stands in the way if the engine would make
 * it, and else this stack made it, in an update that was broken off. Only a preview can tell: there a
 * resource that is yet to be made has no id. An update's writes are refused by GitHub itself.
 */
export async function settle(
  doubts: readonly Doubt[],
  declared: Declared,
  preflight: "strict" | "warn" | "off",
): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const isOurs = await Promise.all(doubts.map((doubt) => isInState(resourceOf(doubt, declared))));
  const inTheWay = doubts.filter((_doubt, index) => isOurs[index] !== true);
  if (preflight === "strict" && inTheWay.length > 0) throw stop(inTheWay);
  for (const doubt of inTheWay) warn(doubt);
}

/** Where something else stops the update before that can be settled. */
export function tellUnsettled(doubts: readonly Doubt[]): void {
  for (const doubt of doubts) {
    warn({ ...doubt, found: `${doubt.found}, unless an update that was broken off did` });
  }
}

export function warn(finding: SettingFinding): void {
  void pulumi.log.warn(findingText(finding).replace(/^ {2}- /, ""));
}

function resourceOf(
  { unlessOurs: { what, repository } }: Doubt,
  { repositories, workflows, stackWorkflow }: Declared,
): pulumi.CustomResource | undefined {
  switch (what) {
    case "repository":
      return repositories.find(({ name }) => name === repository)?.publishing.repository;
    case "workflow":
      return workflows.get(repository)?.file;
    case "stack workflow":
      return stackWorkflow?.file;
  }
}

async function isInState(resource: pulumi.CustomResource | undefined): Promise<boolean> {
  if (resource === undefined) return false;
  // Pulumi keeps it out of its types. What is public tells nothing of what is unknown: an `apply` is
  // not run then, and never says so.
  const { isKnown } = resource.id as unknown as { readonly isKnown: Promise<boolean> };
  return isKnown;
}
