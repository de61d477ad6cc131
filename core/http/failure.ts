import { isRecord } from "./json";

export type FailureKind =
  /** It did not finish in time. */
  | "timeout"
  /** The connection broke before the response; a retry may succeed. */
  | "reset"
  /** The host does not exist or refuses the connection, or the proxy blocks it. */
  | "unreachable"
  /** The host's certificate does not verify. */
  | "certificate"
  /** The response is invalid: too large, compressed without request, an invalid status. */
  | "invalid response"
  /** It redirects to an origin that must not receive the request. */
  | "redirect"
  /** It was not sent, because its content must not or cannot be sent there. */
  | "not sent";

/**
 * A request that got no usable response. It has no `cause`: a library's error may contain its input,
 * such as a proxy's password or a token.
 */
export class HttpFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly host: string,
    readonly why: string,
    /** Node's, undici's or OpenSSL's code, such as `ECONNREFUSED`, where there is one. */
    readonly code?: string,
  ) {
    super(`${host}: ${why}`);
    this.name = "HttpFailure";
  }
}

const resetCodes = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED", "UND_ERR_SOCKET", "EAI_AGAIN"]);

const timeouts: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: "no connection in time",
  ETIMEDOUT: "no connection in time",
  UND_ERR_HEADERS_TIMEOUT: "no answer in time",
  UND_ERR_BODY_TIMEOUT: "the response stopped before its end",
};

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "host not found",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the host",
};

const invalidAnswers: Readonly<Record<string, string>> = {
  UND_ERR_HEADERS_OVERFLOW: "the response headers are too large",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH:
    "the response does not have the length that its headers state",
};

/** Describes an error of undici, Node or OpenSSL. Only its code is kept, not its message. */
export function failureOf(error: unknown, host: string): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = codeOf(error);
  if (resetCodes.has(code))
    return new HttpFailure("reset", host, `the connection broke (${code})`, code);
  const failureFor = (kind: FailureKind, why: string | undefined): HttpFailure | undefined =>
    why === undefined ? undefined : new HttpFailure(kind, host, `${why} (${code})`, code);
  return (
    failureFor("timeout", timeouts[code]) ??
    failureFor("unreachable", unreachable[code]) ??
    failureFor("invalid response", invalidAnswers[code]) ??
    otherFailure(code, host, error)
  );
}

function otherFailure(code: string, host: string, error: unknown): HttpFailure {
  // The parser's errors do not always have a code.
  if (code.startsWith("HPE_") || textOf(error, "name") === "HTTPParserError") {
    return new HttpFailure("invalid response", host, "the response is not HTTP");
  }
  // OpenSSL's and Node's codes for a chain that does not verify.
  if (/CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|^EPROTO$|SECURE_PROXY/.test(code)) {
    const fix = "NODE_EXTRA_CA_CERTS can name a file with additional CA certificates";
    return new HttpFailure(
      "certificate",
      host,
      `no trusted TLS connection (${code}); ${fix}`,
      code,
    );
  }
  const proxy = /Proxy response \((\d{3})\)/.exec(textOf(error, "message"))?.[1];
  if (proxy !== undefined) {
    return new HttpFailure("unreachable", host, `the proxy answered ${proxy}`);
  }
  return new HttpFailure("unreachable", host, `no answer (${code === "" ? "unknown" : code})`);
}

function textOf(error: unknown, key: "message" | "name"): string {
  return isRecord(error) && typeof error[key] === "string" ? error[key] : "";
}

/** Node combines the errors of a host's addresses into one that may have no code. */
function codeOf(error: unknown): string {
  if (!isRecord(error)) return "";
  const { code, errors } = error;
  if (typeof code === "string") return code.slice(0, 60);
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : "";
}
