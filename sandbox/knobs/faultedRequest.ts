import type { IncomingMessage, ServerResponse } from "node:http";

import type { JournalNote } from "../journal";
import type { Handler } from "../server/http";

/** A request that a fault applies to. */
export interface FaultedRequest {
  request: IncomingMessage;
  response: ServerResponse;
  note: JournalNote;
  /** Serves the request normally. */
  serve: Handler;
  /** Resets the connection. */
  reset: () => void;
}
