import type * as pulumi from "@pulumi/pulumi";
import { PublishingRepository } from "../../components/publishingRepository/publishingRepository";
import type { DesiredStack } from "../model";
import type { PreflightResult } from "../preflight";
import { repositoryArguments } from "../arguments";

/** A repository of the stack, by its name in the settings. */
export interface DeclaredRepository {
  readonly name: string;
  readonly publishing: PublishingRepository;
}

/** Declares every repository of a stack. */
export function declareRepositories(
  stack: DesiredStack,
  preflight: Pick<PreflightResult, "repositories">,
  opts: pulumi.ComponentResourceOptions,
): readonly DeclaredRepository[] {
  return stack.repositories.map((repository) => {
    const { name } = repository;
    const hints = preflight.repositories.get(name);
    const args = { ...repositoryArguments(repository, stack), hints };
    return { name, publishing: new PublishingRepository(name, args, opts) };
  });
}
