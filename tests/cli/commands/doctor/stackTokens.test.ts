import { readStackTokens } from "../../../../cli/commands/doctor/stackTokens";
import type { TokenToCheck } from "../../../../cli/commands/doctor/checkToken";
import type { Variables } from "../../../../core/process/environment";
import { configuration, configure, setConfiguration } from "../../../stack/settings/configuring";

const settings = {
  repositories: {
    own: { create: true, images: { app: "../app" } },
    other: { workflow: { root: "../other" }, images: { built: "../other/built" } },
    quiet: {
      workflow: { root: "../quiet", authentication: "workflow-token" },
      images: { silent: "../quiet/silent" },
    },
  },
  mirrors: { db: "docker.io/library/postgres:16" },
  pullToken: "ghp_examplepull",
};

function readTokens(variables: Variables = {}): readonly TokenToCheck[] {
  return readStackTokens(configuration(variables)).tokens;
}

/** The token for a purpose. */
function tokenFor(purpose: string, variables?: Variables): TokenToCheck {
  const token = readTokens(variables).find(({ use }) => use.purpose === purpose);
  if (token === undefined) throw new Error(`no token to ${purpose}`);
  return token;
}

const describeReading = ({ reading }: TokenToCheck) =>
  reading === undefined
    ? undefined
    : "token" in reading
      ? reading.token.reveal()
      : reading.formatIssues.map(({ message }) => message);

describe("the tokens of a stack", () => {
  beforeEach(() => {
    configure(settings, ["ghcr:pullToken"]);
  });

  it("are each checked for what the stack uses them for", () => {
    expect(readTokens().map(({ from, use }) => [from, use.purpose])).toEqual([
      ["ghcr:token", "publish"],
      ["github:token", "administer"],
      ["ghcr:pullToken", "pull"],
    ]);
    expect(readTokens().map(describeReading)).toEqual([
      "ghp_exampleconfig2",
      "ghp_exampleconfig1",
      "ghp_examplepull",
    ]);
    expect(tokenFor("pull").use).toEqual({ purpose: "pull", isReadOnly: true });
  });

  it("publish what the stack and its workflows push with them, each linked to its repository", () => {
    const { images, repositories } = tokenFor("publish").subject;
    expect(images.map(({ reference, repository }) => [reference.name, repository])).toEqual([
      ["f1bonacci66/app", "own"],
      ["f1bonacci66/built", "other"],
      ["f1bonacci66/db", undefined],
    ]);
    expect(repositories).toEqual([]);
  });

  it("administer every repository, of which the update creates some", () => {
    const { subject, use } = tokenFor("administer");
    expect(subject.repositories).toEqual([
      { name: "own", mayBeMissing: true },
      { name: "other", mayBeMissing: false },
      { name: "quiet", mayBeMissing: false },
    ]);
    expect(subject.images).toEqual([]);
    expect(use).toMatchObject({
      acts: expect.arrayContaining(["write workflow files"]) as string[],
    });
  });

  it("pull every image", () => {
    const names = tokenFor("pull").subject.images.map(({ reference }) => reference.name);
    expect(names).toEqual([
      "f1bonacci66/app",
      "f1bonacci66/built",
      "f1bonacci66/silent",
      "f1bonacci66/db",
    ]);
  });

  it("have no token to pull if none is set", () => {
    configure({ ...settings, pullToken: undefined });
    expect(readTokens().map(({ use }) => use.purpose)).toEqual(["publish", "administer"]);
  });
});

describe("a token of a stack", () => {
  it("is read from a variable if it is not stored, with a newline that belongs to it", () => {
    setConfiguration({ "ghcr:owner": "F1bonacci66" });
    const variables = { GITHUB_TOKEN: "ghp_example", GHCR_TOKEN: "ghp_example\n" };
    expect(readTokens(variables).map((each) => [each.from, describeReading(each)])).toEqual([
      ["GHCR_TOKEN", ["ends with a newline"]],
      ["GITHUB_TOKEN", "ghp_example"],
    ]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, unknown, string]>([
    ["missing", { "ghcr:token": undefined }, undefined, "ghcr:token is not set; set it with "],
    ["malformed", { "ghcr:token": "ghp_example x" }, ["contains whitespace"], ""],
  ])(
    "that is %s does not keep the others from being checked",
    (_what, change, reading, problem) => {
      configure(change);
      const token = tokenFor("publish");
      expect(describeReading(token)).toEqual(reading);
      expect(token.problems?.map(({ id, message }) => [id, message])).toEqual(
        problem === "" ? [] : [["setting", expect.stringContaining(problem)]],
      );
      expect(describeReading(tokenFor("administer"))).toBe("ghp_exampleconfig1");
    },
  );

  it("that is stored as plain text is reported, and checked", () => {
    setConfiguration({ "ghcr:owner": "F1bonacci66", "ghcr:token": "ghp_example" });
    const token = tokenFor("publish");
    expect([describeReading(token), token.problems]).toEqual([
      "ghp_example",
      [
        expect.objectContaining({
          outcome: "fail",
          message: expect.stringContaining("encrypt it") as string,
        }),
      ],
    ]);
  });
});

it("reports all problems with the other settings at once", () => {
  configure({ repositorys: {}, registry: "https://x" });
  expect(() => readTokens()).toThrow(/repositorys[^]*registry/);
});
