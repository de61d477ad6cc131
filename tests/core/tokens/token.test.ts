import { createHash } from "node:crypto";
import { inspect } from "node:util";
import { Token, tokenKind } from "../../../core/tokens/token";
import { readExactToken, readToken } from "../../../core/tokens/format";

const value = "ghp_FAKEfakeFAKEfake0000";

describe("a token's kind", () => {
  it.each([
    ["ghp_x", "classic"],
    ["github_pat_x", "fine-grained"],
    ["ghs_x", "installation"],
    ["gho_x", "OAuth"],
    ["ghu_x", "App user"],
    ["ghr_x", "refresh"],
    ["GHP_x", "unknown"],
    ["github_x", "unknown"],
    ["0123456789abcdef0123456789abcdef01234567", "unknown"],
    ["", "unknown"],
    // Neither length nor alphabet count.
    ["ghp_", "classic"],
    [`ghs_${"long.and-new".repeat(100)}`, "installation"],
  ])("of '%s' is %s", (text, kind) => {
    expect(tokenKind(text)).toBe(kind);
  });
});

describe("a token", () => {
  const token = new Token(value);

  it("gives its value to reveal and to nothing else", () => {
    expect(token.reveal()).toBe(value);
    const shown = [
      String(token),
      JSON.stringify({ token }),
      inspect(token),
      inspect({ deep: [token] }, { depth: 9, showHidden: true }),
      inspect(token, { customInspect: false, showHidden: true }),
      JSON.stringify(Object.entries(token)),
      JSON.stringify(structuredClone(token)),
      String(new Error(`refused: ${token.toString()}`)),
    ];
    for (const text of shown) expect(text).not.toContain("FAKE");
    expect(String(token)).toMatch(/^ghp_… \(classic, fingerprint [0-9a-f]{8}\)$/);
    expect(JSON.stringify(token)).toBe(`"${token.toString()}"`);
    expect(inspect(token)).toBe(String(token));
  });

  it("shows nothing of a value with an unknown prefix", () => {
    expect(String(new Token("hunter2hunter2"))).toMatch(/^… \(unknown, fingerprint .{8}\)$/);
  });

  it("has a stable fingerprint that differs from another token's, and is not a plain hash", () => {
    expect(new Token(value).fingerprint).toBe(token.fingerprint);
    expect(new Token(`${value}1`).fingerprint).not.toBe(token.fingerprint);
    const plain = createHash("sha256").update(value).digest("hex");
    expect(plain).not.toContain(token.fingerprint);
  });
});

describe("reading a token", () => {
  it.each([value, `${value}\n`, `${value}\r\n`, "0123456789abcdef", "github_pat_a_b"])(
    "takes '%s', without one newline at its end",
    (text) => {
      const reading = readToken(text);
      if ("formatIssues" in reading) throw new Error(JSON.stringify(reading.formatIssues));
      expect(reading.token.reveal()).toBe(text.trimEnd());
    },
  );

  it.each([
    ["", ["is empty"]],
    ["\n", ["is empty"]],
    ["\r\n", ["is empty"]],
    [" \t\n\n", ["is only whitespace"]],
    [` ${value}`, ["begins with whitespace"]],
    [
      `\uFEFF${value}`,
      ["begins with whitespace", "contains a character that no token has: U+FEFF"],
    ],
    [`${value} `, ["ends with whitespace"]],
    [`${value}\n\n`, ["ends with a newline"]],
    [`${value}\n\n `, ["ends with whitespace"]],
    [`${value}\r`, ["ends with whitespace"]],
    [`ghp_FAKE\nfake`, ["contains whitespace"]],
    [
      ` ${value}  ${value} `,
      ["begins with whitespace", "ends with whitespace", "contains whitespace"],
    ],
    [`"${value}"`, ["has quotes around it"]],
    [`'${value}'\n`, ["has quotes around it"]],
    [`Bearer ${value}`, ["begins with a word from an Authorization header", "contains whitespace"]],
    [`token ${value}`, ["begins with a word from an Authorization header", "contains whitespace"]],
    ["$GHCR_TOKEN", ["is a variable that the shell did not expand"]],
    ["${GHCR_TOKEN}", ["is a variable that the shell did not expand"]],
    ["$env:GHCR_TOKEN", ["is a variable that the shell did not expand"]],
    ["%GHCR_TOKEN%", ["is a variable that the shell did not expand"]],
    [
      "${{ secrets.GHCR_TOKEN }}",
      ["is a GitHub Actions expression that was not evaluated", "contains whitespace"],
    ],
    ["***", ["is a mask or a placeholder, not a token"]],
    ["[secret]", ["is a mask or a placeholder, not a token"]],
    ["YOUR_TOKEN", ["is a mask or a placeholder, not a token"]],
    ["<token>", ["is a mask or a placeholder, not a token"]],
    [`octocat:${value}`, ["is a username and a token in one"]],
    [`https://octocat:${value}@github.com`, ["is an address"]],
    [`GHCR_TOKEN=${value}`, ["begins with a variable name"]],
    // The third letter is Cyrillic.
    ["gh\u0440_FAKEfake", ["contains a character that no token has: U+0440"]],
    [`${value}\u200b`, ["contains a character that no token has: U+200B"]],
    [`${value}\u0000`, ["contains an invisible character"]],
  ])("finds in %j: %j", (text, formatIssues) => {
    const reading = readToken(text);
    if ("token" in reading) throw new Error("it was taken");
    expect(reading.formatIssues.map(({ message }) => message)).toEqual(formatIssues);
    for (const { fix } of reading.formatIssues) expect(fix).not.toBe("");
    expect(JSON.stringify(reading)).not.toContain("FAKE");
  });

  it("takes a newline as part of a token that is stored as it is", () => {
    for (const end of ["\n", "\r\n", " \n"]) {
      const reading = readExactToken(`${value}${end}`);
      expect(reading).toMatchObject({
        formatIssues: [{ message: "ends with a newline" }],
        kind: "classic",
      });
    }
    expect(readExactToken(value)).toHaveProperty("token");
  });
});
