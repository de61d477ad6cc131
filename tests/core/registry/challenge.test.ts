import { bearerChallenge, parseChallenges } from "../../../core/registry/challenge";
import { withTimeout } from "../../withTimeout";

/** The challenges as plain values. */
const read = (header: string): [string, Record<string, string>][] =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe("a challenge", () => {
  it.each<[string, string, [string, Record<string, string>][]]>([
    [
      "ghcr.io's",
      'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:a/b:pull"',
      [
        [
          "bearer",
          { realm: "https://ghcr.io/token", service: "ghcr.io", scope: "repository:a/b:pull" },
        ],
      ],
    ],
    [
      "several actions in one scope",
      'Bearer realm="r",scope="repository:a/b:pull,push,delete"',
      [["bearer", { realm: "r", scope: "repository:a/b:pull,push,delete" }]],
    ],
    [
      "a comma, an equals sign and a scheme in quotes",
      'Bearer realm="a, Basic realm=b", service=c',
      [["bearer", { realm: "a, Basic realm=b", service: "c" }]],
    ],
    ["an escape", 'Bearer realm="a\\"b\\\\c"', [["bearer", { realm: 'a"b\\c' }]]],
    [
      "blanks around everything",
      '  Bearer   realm = "a" ,\tb = c  ',
      [["bearer", { realm: "a", b: "c" }]],
    ],
    ["capitals", 'BEARER Realm="A"', [["bearer", { realm: "A" }]]],
    [
      "several challenges",
      'Basic realm="x", Bearer realm="y", error="z"',
      [
        ["basic", { realm: "x" }],
        ["bearer", { realm: "y", error: "z" }],
      ],
    ],
    [
      "one that has a token alone",
      "Negotiate YWJj==, Basic realm=x",
      [
        ["negotiate", {}],
        ["basic", { realm: "x" }],
      ],
    ],
    ["nothing but a scheme", "Bearer", [["bearer", {}]]],
    ["no realm", 'Bearer service="x"', [["bearer", { service: "x" }]]],
    ["the first of two realms", "Bearer realm=a, realm=b", [["bearer", { realm: "a" }]]],
    ["empty places between commas", ",, Bearer , , realm=a,", [["bearer", { realm: "a" }]]],
    ["an empty text", "", []],
    ["a parameter before any scheme", "realm=x", []],
    ["quotes that never end", 'Bearer service=a, realm="x', [["bearer", { service: "a" }]]],
    [
      "a name of the prototype's",
      "Bearer __proto__=x",
      [["bearer", JSON.parse('{"__proto__":"x"}') as Record<string, string>]],
    ],
    ["what stops making sense", "Bearer realm=a, ;;; service=b", [["bearer", { realm: "a" }]]],
  ])("is read with %s", (_what, header, expected) => {
    expect(read(header)).toEqual(expected);
  });

  it("is found among others", () => {
    expect(bearerChallenge("Basic realm=x, Bearer realm=y")?.parameters.get("realm")).toBe("y");
    expect(bearerChallenge("Basic realm=x")).toBeUndefined();
  });

  it("is parsed within limits", () => {
    expect(parseChallenges(`Bearer realm="${"x".repeat(9000)}"`)).toEqual([]);
    expect(parseChallenges("a, ".repeat(1000)).length).toBe(16);
    const many = Array.from({ length: 100 }, (_each, index) => `k${index}=v`).join(",");
    expect(parseChallenges(`Bearer ${many}`)[0]?.parameters.size).toBe(32);
  });

  it.each([
    "a ".repeat(4000),
    'Bearer a="' + "\\".repeat(8000),
    "=".repeat(8000),
    `a ${"b=".repeat(3990)}`,
  ])("is read, whatever it is", (header) => {
    expect(withTimeout(() => parseChallenges(header)).length).toBeLessThan(header.length);
  });
});
