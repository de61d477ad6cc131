import type { Denial } from "./denial";

/** The denial's section in this project's guide, with more wordings, and pages about it. */
export function pageOf({ id }: Denial): string {
  return `docs/troubleshooting.md#${id}`;
}
