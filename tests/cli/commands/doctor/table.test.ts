import { wrap } from "../../../../core/text/wrap";
import type { Finding } from "../../../../core/checks/finding";
import { renderTable, type TableOptions } from "../../../../cli/commands/doctor/table";

const scope: Finding = {
  id: "packages-scope",
  subject: "ghp_… (classic)",
  outcome: "fail",
  message: "read:packages is missing",
  cause:
    "ghcr.io requires read:packages in addition to write:packages; GitHub's API does not, so there the token looks valid.",
  fix: [
    "Create a new token on this page:",
    "https://github.com/settings/tokens/new?scopes=write:packages,read:packages&description=x",
    "gh auth refresh --hostname github.com --scopes write:packages,read:packages --and --more",
  ],
  response: "denied: denied",
};
const push: Finding = {
  id: "push",
  subject: "ghcr.io/o/n",
  outcome: "unknown",
  message: "the registry did not answer",
};
const api: Finding = {
  id: "github-api",
  subject: "the token",
  outcome: "pass",
  message: "F1bonacci66, a classic token that expires in 83 days",
  notes: ["It has delete:packages, which publishing does not need."],
};

function render(findings: readonly Finding[], change: Partial<TableOptions> = {}): string {
  return renderTable(findings, { heading: [], conclusion: "The end.", color: false, ...change });
}

describe("the table", () => {
  it("has a line for each check, followed by the fixes", () => {
    expect(render([api, scope, push], { heading: ["ghcr.io/o/n"] })).toBe(
      [
        "ghcr.io/o/n",
        "",
        "  pass     github-api      F1bonacci66, a classic token that expires in 83 days",
        "  FAIL     packages-scope  read:packages is missing",
        "  unknown  push            the registry did not answer",
        "",
        "github-api: the token",
        "  Note     It has delete:packages, which publishing does not need.",
        "",
        "FAIL packages-scope: ghp_… (classic)",
        "  Response denied: denied",
        "  Cause    ghcr.io requires read:packages in addition to write:packages;",
        "           GitHub's API does not, so there the token looks valid.",
        "  Fix      Create a new token on this page:",
        "           https://github.com/settings/tokens/new?scopes=write:packages,read:packages&description=x",
        "           gh auth refresh --hostname github.com --scopes write:packages,read:packages --and --more",
        "",
        "The end.",
      ].join("\n"),
    );
  });

  it("shows a cause once, with the fix of the first check", () => {
    const login: Finding = {
      ...scope,
      id: "registry-login",
      fix: ["Make a token that only logs in."],
    };
    const lines = render([scope, login]).split("\n");
    expect(lines.slice(lines.indexOf("FAIL registry-login: ghp_… (classic)"))).toEqual([
      "FAIL registry-login: ghp_… (classic)",
      "  Response denied: denied",
      "  Cause    Same as for packages-scope, above.",
      "",
      "The end.",
    ]);
    const other = { ...login, id: "pull" as const, cause: "Something else." };
    expect(render([scope, other])).toContain("  Fix      Make a token that only logs in.");
  });

  it("explains a refused login by the token's problem, if known", () => {
    const login: Finding = {
      ...{ ...scope, id: "registry-login", cause: "Bad, expired or empty." },
      fix: ["Make a token that only logs in."],
    };
    const renderAfter = (first: Finding): string => render([first, login]);
    expect(renderAfter(scope)).toContain("  Cause    Same as for packages-scope, above.");
    expect(renderAfter(scope)).not.toContain("only logs in");
    for (const outcome of ["pass", "unknown"] as const) {
      expect(renderAfter({ ...scope, outcome })).toContain(
        "  Fix      Make a token that only logs in.",
      );
    }
  });

  it("names the image only if there are several", () => {
    const other: Finding = {
      ...push,
      subject: "ghcr.io/o/m",
      outcome: "pass",
      message: "may push",
    };
    const rows = render([api, push, other]).split("\n");
    expect(rows.slice(2, 4)).toEqual([
      "  unknown  push        ghcr.io/o/n: the registry did not answer",
      "  pass     push        ghcr.io/o/m: may push",
    ]);
  });

  it("ends with the conclusion, wrapped", () => {
    const conclusion = `This token can publish ${Array(4).fill("ghcr.io/owner/image").join(" and ")}.`;
    const lines = render([api], { conclusion }).split("\n").slice(-2);
    expect(lines.join(" ")).toBe(conclusion);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("has the same text with colors", () => {
    const plain = render([api, scope]);
    const colored = render([api, scope], { color: true });
    expect(plain).not.toContain("\u001b");
    expect(colored).toContain("\u001b[31mFAIL");
    // eslint-disable-next-line no-control-regex -- the test removes the escapes
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(plain);
  });
});

describe("wrapping", () => {
  it("wraps at its columns, with a hanging indent", () => {
    expect(wrap("one two three", 9, "- ")).toEqual(["- one two", "  three"]);
  });

  it("breaks no word, address or command", () => {
    expect(wrap("https://a.example/long", 8, "- ")).toEqual(["- https://a.example/long"]);
    expect(wrap("docker login ghcr.io", 8, "- ")).toEqual(["- docker login ghcr.io"]);
    expect(wrap("incomprehensible it is", 8, "- ")).toEqual(["- incomprehensible", "  it is"]);
  });

  it("keeps an empty text's line", () => {
    expect(wrap("", 8, "- ")).toEqual(["- "]);
  });
});
