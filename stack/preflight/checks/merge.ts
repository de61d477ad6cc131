import type { SettingFinding } from "../finding";
import { repositorySetting } from "../names";

/** The first names are enough to identify the problem. */
const maxNames = 10;

type SharedFinding = Omit<SettingFinding, "setting" | "outcome">;

/** One finding for all repositories with the same problem: there may be hundreds. */
export function mergeForRepositories(
  repositories: readonly { readonly name: string }[],
  setting: string,
  finding: SharedFinding,
): readonly SettingFinding[] {
  return mergeFindings(
    repositories.map(({ name }) => ({
      name,
      setting: `${repositorySetting({ name })}.${setting}`,
    })),
    finding,
  );
}

/** The same for anything with a name and a setting. */
export function mergeFindings(
  affected: readonly { readonly name: string; readonly setting: string }[],
  finding: SharedFinding,
): readonly SettingFinding[] {
  const [first, ...others] = affected;
  if (first === undefined) return [];
  const named = others
    .slice(0, maxNames)
    .map(({ name }) => name)
    .join(", ");
  const rest = others.length > maxNames ? ` and ${others.length - maxNames} more` : "";
  const more = others.length === 0 ? "" : ` (the same for ${named}${rest})`;
  const { setting } = first;
  return [{ ...finding, setting, outcome: "fail", message: `${finding.message}${more}` }];
}
