import type { SettingFinding } from "../finding";
import { repositorySetting } from "../names";

/** Nobody reads a hundred names, and the first ones tell which kind it is. */
const mostNamed = 10;

type Told = Omit<SettingFinding, "setting" | "outcome">;

/** One finding for all repositories with the same lack: there may be hundreds. */
export function together(
  repositories: readonly { readonly name: string }[],
  setting: string,
  finding: Told,
): readonly SettingFinding[] {
  return asOne(
    repositories.map(({ name }) => ({
      name,
      setting: `${repositorySetting({ name })}.${setting}`,
    })),
    finding,
  );
}

/** The same for whatever has a name and a setting of its own. */
export function asOne(
  lacking: readonly { readonly name: string; readonly setting: string }[],
  finding: Told,
): readonly SettingFinding[] {
  const [first, ...others] = lacking;
  if (first === undefined) return [];
  const named = others
    .slice(0, mostNamed)
    .map(({ name }) => name)
    .join(", ");
  const rest = others.length > mostNamed ? ` and ${others.length - mostNamed} more` : "";
  const more = others.length === 0 ? "" : ` (the same for ${named}${rest})`;
  const { setting } = first;
  return [{ ...finding, setting, outcome: "fail", message: `${finding.message}${more}` }];
}
