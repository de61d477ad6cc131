import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import type { Journal } from "../journal";
import { accountControls } from "./accounts";
import type { ControlRequest, Controls, ControlResponse } from "./controlRequest";
import { ControlError } from "./controlRequest";
import { knobControls } from "./knobs";
import type { Knobs } from "../knobs/knobs";
import { packageControls } from "./packages";
import { secretControls } from "./secrets";
import { settingsControls } from "./settings";
import { sourceControls } from "./source";
import { tokenControls } from "./tokens";
import { readBody, sendJson } from "../server/http";
import { answerChallenge } from "../server/port";
import type { Source } from "../source/source";
import type { Store } from "../world/store";

/** The control address, on the same port: neither GitHub nor a registry has such a path. */
export const CONTROL_PATH = "/_sandbox/";
export const CONTROL_HEADER = "x-sandbox-key";

const BODY_BYTES = 1024 * 1024;

const controls: Controls = {
  ...accountControls,
  ...knobControls,
  ...packageControls,
  ...secretControls,
  ...settingsControls,
  ...sourceControls,
  ...tokenControls,
};

/** For tests only: reads the stored data, turns knobs, and acts as the user on the website. */
export async function serveControl(
  services: { store: Store; journal: Journal; knobs: Knobs; source: Source },
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  const [name = "", ...rest] = url.pathname.slice(CONTROL_PATH.length).split("/");
  if (name === "identity") {
    response.end(answerChallenge(key, url.searchParams.get("challenge") ?? ""));
    return;
  }
  if (!hasValidKey(request, key)) {
    sendJson(response, 403, {
      message: `the header ${CONTROL_HEADER} must contain the control key`,
    });
    return;
  }
  const body = await readBody(request, BODY_BYTES);
  const { searchParams: query } = url;
  const { status, body: answer } = await runControl(`${request.method ?? ""} ${name}`, () => {
    const parts = rest.map(decode).filter((part) => part !== "");
    return { ...services, parts, query, body };
  });
  if (answer === undefined) response.writeHead(status).end();
  else sendJson(response, status, answer);
}

async function runControl(
  name: string,
  readRequest: () => ControlRequest,
): Promise<ControlResponse> {
  const control = Object.entries(controls).find(([one]) => one === name)?.[1];
  try {
    if (control === undefined) {
      const available = Object.keys(controls).sort().join(", ");
      throw new ControlError(404, `unknown control operation ${name}; available: ${available}`);
    }
    return await control(readRequest());
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return { status: error.status, body: { message: error.message } };
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ControlError(400, `the path contains an invalid escape: ${part}`);
  }
}

function hasValidKey(request: IncomingMessage, key: string): boolean {
  const sent = Buffer.from(String(request.headers[CONTROL_HEADER] ?? ""));
  const expected = Buffer.from(key);
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}
