import type { Answer } from "./answer";
import type { Call } from "./operation";

const DEFAULT = 30;
const MOST = 100;

/** One page of a list, with `Link` headers like GitHub's. */
export function paginate<T>(
  call: Call,
  path: string,
  all: readonly T[],
): { items: T[] } & HasHeaders {
  const size = clamp(Number(call.query.get("per_page") ?? DEFAULT), MOST);
  const number = clamp(Number(call.query.get("page") ?? 1), Number.MAX_SAFE_INTEGER);
  const last = Math.max(1, Math.ceil(all.length / size));
  const to = (target: number, name: string): string => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(target));
    return `<${call.base}${path}?${query.toString()}>; rel="${name}"`;
  };
  const links = [
    ...(number > 1 ? [to(number - 1, "prev")] : []),
    ...(number < last ? [to(number + 1, "next"), to(last, "last")] : []),
    ...(number > 1 ? [to(1, "first")] : []),
  ];
  return {
    items: all.slice((number - 1) * size, number * size),
    headers: links.length === 0 ? {} : { Link: links.join(", ") },
  };
}

interface HasHeaders {
  headers: NonNullable<Answer["headers"]>;
}

function clamp(value: number, most: number): number {
  return Number.isInteger(value) && value > 0 ? Math.min(value, most) : 1;
}
