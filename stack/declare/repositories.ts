import * as pulumi from "@pulumi/pulumi";
import { PublishingRepository } from "../../components/publishingRepository/publishingRepository";
import type { DesiredRepository, DesiredStack } from "../model";
import type { PreflightResult } from "../preflight";
import { newRepositoriesPerHour } from "../preflight/checks/newRepositories";
import { repositoryArguments } from "../arguments";
import { waitForWrites } from "./writeLimit";

/** A repository of the stack, by its name in the settings. */
export interface DeclaredRepository {
  readonly name: string;
  readonly publishing: PublishingRepository;
}

/** Declares every repository of a stack, new ones no faster than GitHub accepts them. */
export async function declareRepositories(
  stack: DesiredStack,
  { repositories, newRepositories }: Pick<PreflightResult, "repositories" | "newRepositories">,
  opts: pulumi.ComponentResourceOptions,
): Promise<readonly DeclaredRepository[]> {
  const declared: DeclaredRepository[] = [];
  let created: {
    readonly desired: DesiredRepository;
    readonly publishing: PublishingRepository;
  }[] = [];
  let most = newRepositoriesPerHour;
  for (const desired of stack.repositories) {
    const { name } = desired;
    const isNew = newRepositories.has(name);
    const [first] = created;
    if (isNew && first !== undefined && created.length === most) {
      await Promise.all(created.map(({ publishing }) => publishing.whenCreated()));
      await waitForWrites(stack, first.desired);
      created = [];
      // The questions took a repository's writes.
      most = newRepositoriesPerHour - 1;
    }
    const args = { ...repositoryArguments(desired, stack), hints: repositories.get(name) };
    const publishing = new PublishingRepository(name, args, opts);
    declared.push({ name, publishing });
    // A preview creates nothing, and its resources are never done.
    if (isNew && !pulumi.runtime.isDryRun()) created.push({ desired, publishing });
  }
  return declared;
}
