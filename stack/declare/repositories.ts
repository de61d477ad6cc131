import type * as pulumi from "@pulumi/pulumi";
import { PublishingRepository } from "../../components/publishingRepository/publishingRepository";
import type { DesiredStack } from "../model";
import type { PreflightResult } from "../preflight";
import { repositoryArguments } from "../arguments";
import { Pace } from "./pace";

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
  const pace = new Pace(newRepositories.size);
  for (const repository of stack.repositories) {
    const { name } = repository;
    if (newRepositories.has(name)) await pace.next();
    const args = { ...repositoryArguments(repository, stack), hints: repositories.get(name) };
    declared.push({ name, publishing: new PublishingRepository(name, args, opts) });
  }
  return declared;
}
