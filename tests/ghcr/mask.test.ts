import fc from "fast-check";
import { masked } from "../../ghcr/mask";
import { Token } from "../../ghcr/token";

const value = "ghp_FAKEfakeFAKEfake0000";
const token = new Token(value);
const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("masking", () => {
  it.each([
    ["the token itself", `password=${value}&x`, "password=***&x"],
    ["each of many", `${value} ${value}${value}`, "*** ******"],
    [
      "a Basic header",
      `Authorization: Basic ${base64(`octocat:${value}`)}`,
      "Authorization: Basic ***",
    ],
    ["one without padding", `Basic ${base64(`ab:${value}`)}, next`, "Basic ***, next"],
    [
      "a Kubernetes secret",
      `.dockerconfigjson: ${base64(JSON.stringify({ auth: base64(`octocat:${value}`) }))}`,
      ".dockerconfigjson: ***",
    ],
    ["nothing else", "ghp_ FAKE fake denied: denied", "ghp_ FAKE fake denied: denied"],
  ])("takes out %s", (_what, text, left) => {
    expect(masked(text, [token])).toBe(left);
  });

  it("takes out what an address or JSON makes of a value", () => {
    const odd = new Token('p4ss w"rd/é+');
    const text = [
      encodeURIComponent(odd.reveal()),
      encodeURIComponent(odd.reveal()).toLowerCase(),
      new URLSearchParams({ p: odd.reveal() }).toString().slice(2),
      JSON.stringify(odd.reveal()),
    ];
    expect(masked(text[0] ?? "", [odd])).toBe("***");
    expect(masked(text[1] ?? "", [odd])).toBe("***");
    expect(masked(text[2] ?? "", [odd])).toBe("***");
    expect(masked(text[3] ?? "", [odd])).toBe('"***"');
  });

  it("takes out the longer of two tokens of which one begins the other", () => {
    const longer = new Token(`${value}AFTER`);
    expect(masked(`a ${value}AFTER b ${value} c`, [token, longer])).toBe("a *** b *** c");
  });

  it("leaves the text as it is for no token and for an empty one", () => {
    expect(masked("denied", [])).toBe("denied");
    expect(masked("denied", [new Token("")])).toBe("denied");
  });
});

const secret = fc
  .string({ unit: fc.constantFrom(...Array.from("abcXYZ019_")), minLength: 12, maxLength: 60 })
  .map((text) => `ghp_${text}`);

it("no form of a token is left, wherever it stands", () => {
  fc.assert(
    fc.property(
      secret,
      fc.string(),
      fc.string(),
      fc.string({ maxLength: 9 }),
      (each, before, behind, user) => {
        const auth = base64(`${user}:${each}`);
        const text = `${before}${each}${behind} ${auth} ${base64(`{"auth":"${auth}"}`)}`;
        const left = masked(text, [new Token(each)]);
        expect(left).not.toContain(each);
        expect(left).not.toContain(auth.slice(-12));
        for (const run of left.match(/[A-Za-z0-9+/=]{8,}/g) ?? []) {
          const once = Buffer.from(run, "base64").toString("latin1");
          expect(once).not.toContain(each.slice(4, 14));
        }
        expect(masked(left, [new Token(each)])).toBe(left);
      },
    ),
    { numRuns: 500 },
  );
});

it("five megabytes of what looks like a token take a moment", () => {
  const started = performance.now();
  for (const piece of [value, value.slice(0, -1), base64(value), "A", "%67"]) {
    masked(piece.repeat(5_000_000 / piece.length), [token]);
  }
  expect(performance.now() - started).toBeLessThan(10_000);
});
