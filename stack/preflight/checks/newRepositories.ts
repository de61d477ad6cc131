import type { DesiredStack } from "../../model";
import type { PriorState } from "../../state";
import type { SettingFinding } from "../finding";
import { isManaged } from "../names";
import type { Observations } from "../observations";

/** GitHub's limits on writes (docs.github.com, Rate limits for the REST API). */
const writesPerMinute = 80;
export const writesPerHour = 500;

/** The provider sends three to create a repository, and one each for its secret and permissions. */
export const writesPerRepository = 5;

/** How many repositories GitHub lets an update create within an hour. */
export const newRepositoriesPerHour = writesPerHour / writesPerRepository;

/** The names of the repositories that the update creates. */
export function findNewRepositories(
  stack: DesiredStack,
  prior: PriorState | undefined,
  { repositories: list }: Pick<Observations, "repositories">,
): ReadonlySet<string> {
  // An update that was interrupted may have created some, without a record.
  const exists = (name: string): boolean =>
    list?.outcome === "listed" && list.repositories.has(name.toLowerCase());
  const created = stack.repositories.filter(
    (repository) =>
      repository.create && !isManaged(stack, repository, prior) && !exists(repository.name),
  );
  return new Set(created.map(({ name }) => name));
}

/** Announces how long GitHub makes an update wait that creates many repositories. */
export function evaluateNewRepositories(
  stack: DesiredStack,
  prior: PriorState | undefined,
  observed: Pick<Observations, "repositories">,
): readonly SettingFinding[] {
  const { size: count } = findNewRepositories(stack, prior, observed);
  const minutes = waitMinutes(count * writesPerRepository);
  if (minutes < 1) return [];
  return [
    {
      setting: "ghcr:repositories",
      outcome: "pass",
      message: `creating ${count} repositories can take ${minutes} minute${minutes === 1 ? "" : "s"} or more because of GitHub's limits`,
      cause: `GitHub accepts ${writesPerMinute} writes a minute and ${writesPerHour} an hour, and a new repository takes ${writesPerRepository}.`,
      notes: [
        "Meanwhile, Pulumi shows resources as 'creating'. If you interrupt the update, the next one continues.",
      ],
    },
  ];
}

/** The minutes until the last write, if the first ones are sent at once. */
function waitMinutes(writes: number): number {
  const before = Math.max(0, writes - 1);
  const hours = Math.floor(before / writesPerHour);
  return hours * 60 + Math.floor((before % writesPerHour) / writesPerMinute);
}
