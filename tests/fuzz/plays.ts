import fc from "fast-check";
import { character } from "./character";
import type { Play } from "./hostileServer";

/** Bearer tokens of a hostile service; no output may contain them. */
export const bearers = ["bearer.exampleexample", "BEARER~exampleexample"] as const;

const realms = [
  "{ORIGIN}/token",
  "https://thief.example/token",
  "{ORIGIN}@thief.example/",
  "http://user:word@127.0.0.1/",
  "javascript:1",
  "",
  "/token",
  "http://{SENT}/",
];

const challenge = fc.oneof(
  { weight: 6, arbitrary: fc.constant('Bearer realm="{ORIGIN}/token",service="x"') },
  fc.constantFrom(...realms).map((realm) => `Bearer realm="${realm}",scope="a,b"`),
  fc.string({ maxLength: 200 }),
  fc.string({ maxLength: 50 }).map((text) => `Bearer realm="${text}`),
);

const hosts = ["{ORIGIN}/x", "http://thief.example/x", "//thief.example", "\\\\x", "/v2/a/b/x", ""];

const header = fc.oneof(
  challenge.map((value) => ["WWW-Authenticate", value] as const),
  fc.constantFrom(...hosts).map((value) => ["Location", value] as const),
  fc.constantFrom(...hosts).map((host) => ["Link", `<${host}>; rel="next"`] as const),
  fc
    .constantFrom(
      "text/html",
      "application/json; charset=x;;=",
      "\u0000",
      "application/json",
      "a/b/c",
    )
    .map((value) => ["Content-Type", value] as const),
  fc
    .constantFrom("0", "-1", "1", "99999999999", "Wed, 21 Oct 2099 07:28:00 GMT", "NaN", "{SENT}")
    .map((value) => ["Retry-After", value] as const),
  fc
    .constantFrom("gzip", "br", "identity", "x")
    .map((value) => ["Content-Encoding", value] as const),
  fc
    .constantFrom("0", "7", "-1", "99999999", "x")
    .map((value) => ["Content-Length", value] as const),
  fc.constantFrom("chunked", "x").map((value) => ["Transfer-Encoding", value] as const),
  fc.constantFrom("0", "x").map((value) => ["X-RateLimit-Remaining", value] as const),
  fc.constantFrom("0", "x", "99999999999").map((value) => ["X-RateLimit-Reset", value] as const),
  fc.constantFrom("sha256:0", "{SENT}").map((value) => ["Docker-Content-Digest", value] as const),
  fc.constantFrom("required; url={SENT}").map((value) => ["X-GitHub-SSO", value] as const),
  fc.tuple(
    fc.constantFrom("X-A", "__proto__", "constructor", "", " ", "Set-Cookie"),
    fc.string({ maxLength: 40 }),
  ),
);

const packageBody = {
  name: "{SENT}",
  visibility: "public",
  html_url: "{SENT}",
  version_count: 1e99,
  repository: { full_name: "{SENT}" },
};

const body = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(...bearers).map((token) => JSON.stringify({ token })),
  },
  fc.constantFrom(
    "<html><script>alert(1)</script>",
    "denied {SENT}",
    '{"errors":[{"code":"DENIED","message":"{SENT}"}]}',
    '{"token":"a\\r\\nX: y"}',
    '{"token":"b\u00e4r"}',
    '{"token":{"a":1},"access_token":[]}',
    '{"message":"You have exceeded a secondary rate limit {SENT}"}',
    '{"login":"owner","type":"User"}',
    '{"type":"Organization"}',
    '{"tags":["{SENT}",null]}',
    '{"tags":["{SENT}"]}',
    '{"schemaVersion":2,"mediaType":"{SENT}","annotations":{"{SENT}":"{SENT}"}}',
    '{"schemaVersion":2,"annotations":[],"manifests":[null,{"platform":{"os":{}}}]}',
    '{"total_count":1,"x":1,"y":[]}',
    JSON.stringify(packageBody),
    JSON.stringify([packageBody]),
    "[".repeat(3000),
    '{"a":'.repeat(3000),
    "null",
    "17",
    "",
  ),
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
  fc.string({ maxLength: 300, unit: character }),
);

const status = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("200 OK", "401 No", "401 No", "403 No", "404 No") },
  fc.constantFrom(
    "202 Yes",
    "204 No",
    "301 There",
    "307 There",
    "429 Slow",
    "500 Oops",
    "503 Busy",
  ),
  fc.constantFrom(
    "000 Null",
    "99 x",
    "600 x",
    "999 x",
    "1000 x",
    "x",
    "",
    "101 Switch",
    "304 Same",
  ),
);

/** About one response in forty does not end, and lasts until the timeout. */
const ending = fc.oneof(
  { weight: 40, arbitrary: fc.constant("end" as const) },
  { weight: 4, arbitrary: fc.constantFrom("echo" as const, "reset" as const) },
  { weight: 1, arbitrary: fc.constantFrom("stop" as const, "drip" as const, "flood" as const) },
);

const play: fc.Arbitrary<Play> = fc.record({
  status,
  headers: fc.array(header, { maxLength: 5 }),
  body,
  ending,
});

/** The responses to a login: a challenge, and then a token. */
const dance: readonly Play[] = [
  {
    status: "401 No",
    headers: [["WWW-Authenticate", 'Bearer realm="{ORIGIN}/token",service="x"']],
    body: "",
    ending: "end",
  },
  { status: "200 OK", headers: [], body: JSON.stringify({ token: bearers[0] }), ending: "end" },
];

/** Valid responses that contain the request. */
const echo: fc.Arbitrary<Play> = fc
  .constantFrom(
    '{"schemaVersion":2,"mediaType":"{SENT}","annotations":{"{SENT}":"{SENT}"}}',
    '{"tags":["{SENT}"]}',
    JSON.stringify(packageBody),
    JSON.stringify([packageBody]),
    '{"login":"owner","message":"{SENT}"}',
  )
  .map((text) => ({ status: "200 OK", headers: [], body: text, ending: "end" }));

export const plays: fc.Arbitrary<readonly Play[]> = fc.oneof(
  fc.array(play, { minLength: 1, maxLength: 6 }),
  fc.array(play, { minLength: 1, maxLength: 4 }).map((more) => [...dance, ...more]),
  echo.map((last) => [...dance, last]),
  fc.tuple(echo, echo).map((both) => [...both]),
);
