import type { Token, World } from "../world/world";
import type { Answer } from "./answer";
import type { Rate } from "./limits/rateLimit";

/** One request to an operation, already routed and authenticated. */
export interface Call {
  world: World;
  /** Null for a caller without a token. */
  token: Token | null;
  /** The path's parts by their names in GitHub's description, decoded. */
  parameters: Record<string, string>;
  query: URLSearchParams;
  /** The JSON body; an empty object where there is none. */
  body: Record<string, unknown>;
  /** The API's address as the caller wrote it, e.g. `http://localhost:5000/api/v3`. */
  base: string;
  rate: Rate;
  /** Keeps what was changed; to be awaited before the answer. */
  commit(): Promise<void>;
}

export interface Operation {
  /** As GitHub's description writes it: `GET /repos/{owner}/{repo}`. */
  route: string;
  /** One of these lets a classic or OAuth token in. Told in X-Accepted-OAuth-Scopes. */
  scopes: readonly string[];
  /** Whether a call without a token is looked at at all. */
  anonymous?: boolean;
  /** What a token without the scopes is told; 404 unless GitHub says more. */
  missingScopes?: Answer;
  handle(call: Call): Answer | Promise<Answer>;
}

/** Operations by GitHub's own names for them (`operationId`). */
export type Operations = Record<string, Operation>;
