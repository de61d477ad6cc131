import { Validator } from "../description/validator";
import type { Misfits } from "../journal";
import type { Answer } from "./answer";
import type { Route } from "./router";
import { operations } from "./router";

const validator = new Validator(Object.keys(operations));

/**
 * How a request and its response violate GitHub's description. The first call reads the
 * description (0.1 s), and the first of each operation compiles its schemas (0.1 s in all).
 */
export function findMisfits(
  route: Route | null,
  query: URLSearchParams,
  content: Buffer,
  answer: Answer,
): Misfits {
  const response = validator.findResponseMisfits(route?.id ?? null, answer.status, answer.body);
  if (route === null) return { request: [], response };
  const { id, parameters } = route;
  const sent = { parameters, query, ...readJson(content) };
  return { request: validator.findRequestMisfits(id, sent), response };
}

function readJson(content: Buffer): { body?: unknown } {
  if (content.length === 0) return {};
  try {
    return { body: JSON.parse(content.toString("utf8")) as unknown };
  } catch {
    return { body: "not JSON" };
  }
}
