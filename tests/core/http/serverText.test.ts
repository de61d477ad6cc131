import { parseJson, parseRecord } from "../../../core/http/json";
import { isHeaderSafe, sanitizeServerText, secretsOf } from "../../../core/http/serverText";

const token = "ghp_exampleexampleexampleexample";

describe("a server's text", () => {
  it.each([
    ["whole", 'denied: "no"', 'denied: "no"'],
    ["without blanks around", " a \n", "a"],
    ["on one line", "a\r\nb\tc", "a\\r\\nb\\tc"],
    [
      "with control characters made visible",
      "a\u001b[31m\u0000\u009b",
      "a\\u001b[31m\\u0000\\u009b",
    ],
    ["with turned directions made visible", "a\u202eb\u2066", "a\\u202eb\\u2066"],
    ["with other letters left as they are", "отказано 拒绝 🚫", "отказано 拒绝 🚫"],
  ])("is shown %s", (_what, text, shown) => {
    expect(sanitizeServerText(text)).toBe(shown);
  });

  it("is truncated at 2,000 characters", () => {
    expect(sanitizeServerText("x".repeat(2000))).toBe("x".repeat(2000));
    expect(sanitizeServerText("x".repeat(2001))).toBe(`${"x".repeat(2000)}…`);
  });

  it("has no secret, in any form in which a login is sent", () => {
    const secrets = secretsOf({ username: "a", token: `${token}+/ ` });
    for (const secret of secrets) {
      expect(sanitizeServerText(`no ${secret}.`, secrets)).not.toContain("example");
    }
  });

  it.each([
    ['{"token":"abc\\"def"}', '{"token":"[secret]"}'],
    ['{"access_token" : "abc', '{"access_token" : "[secret]"'],
  ])("has no token that a service returns: %s", (text, shown) => {
    expect(sanitizeServerText(text)).toBe(shown);
  });

  it("contains no beginning of a secret if a body was truncated", () => {
    expect(sanitizeServerText(`no ${token.slice(0, 20)}`, [token])).toBe("no [secret]");
    expect(sanitizeServerText(`${"x".repeat(1990)}${token}`, [token])).toBe(
      `${"x".repeat(1990)}[secret]`,
    );
  });
});

it.each([
  [token, true],
  ["", false],
  ["a b", false],
  ["a\n", false],
  ["ä", false],
  ["x".repeat(17_000), false],
])("a header can carry '%.40s': %s", (text, can) => {
  expect(isHeaderSafe(text)).toBe(can);
});

describe("JSON", () => {
  it.each(["", "<html>", "{", "[".repeat(101), `${'{"a":'.repeat(200)}1${"}".repeat(200)}`])(
    "is not '%.20s…'",
    (text) => {
      expect(parseJson(text)).toBeUndefined();
    },
  );

  it("may have brackets in its texts", () => {
    const value = { a: "[".repeat(500), b: '"['.repeat(200) };
    expect(parseJson(JSON.stringify(value))).toEqual(value);
  });

  it.each(["[1]", "1", '"a"', "null"])("has members only if it is an object, not %s", (text) => {
    expect(parseRecord(text)).toEqual({});
  });
});
