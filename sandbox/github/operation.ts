import type { Token, World } from "../world/world";
import type { Answer } from "./answer";
import type { Rate } from "./limits/rateLimit";

/** One request to an operation, already routed and authenticated. */
export interface Call {
  world: World;
  /** Null for a caller without a token. */
  token: Token | null;
  /** The path's parameters by their names in GitHub's description, decoded. */
  parameters: Record<string, string>;
  query: URLSearchParams;
  /** The JSON body; an empty object if there is none. */
  body: Record<string, unknown>;
  /** The API's address as the caller used it, e.g. `http://localhost:5000/api/v3`. */
  base: string;
  rate: Rate;
  /** Saves the changes; await it before answering. */
  commit(): Promise<void>;
}

export interface Operation {
  /** As GitHub's description writes it: `GET /repos/{owner}/{repo}`. */
  route: string;
  /** A classic or OAuth token needs one of these. Sent in X-Accepted-OAuth-Scopes. */
  scopes: readonly string[];
  /** Whether it can be called without a token. */
  anonymous?: boolean;
  /** The answer to a token without the scopes; 404 by default. */
  missingScopes?: Answer;
  handle(call: Call): Answer | Promise<Answer>;
}

/** Operations by GitHub's own names for them (`operationId`). */
export type Operations = Record<string, Operation>;
