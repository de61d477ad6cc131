import type { IncomingMessage, ServerResponse } from "node:http";

import type { JournalNote } from "../journal";
import type { Handler } from "../server/http";

/** A request that a fault strikes. */
export interface FaultedRequest {
  request: IncomingMessage;
  response: ServerResponse;
  note: JournalNote;
  /** Carries the request out as if nothing were wrong. */
  serve: Handler;
  /** Resets the connection. */
  reset: () => void;
}
