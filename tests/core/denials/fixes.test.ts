import { denials, findDenial, recognize } from "../../../core/denials";
import { registryRefusal } from "../http/refused";

const denied = 'Error response from daemon: Get "https://ghcr.io/v2/": denied: denied';

const fixOf = (text: string): readonly string[] => recognize(text)[0]?.fix ?? [];

describe("the fix for a login", () => {
  it("can be pasted, with the token in a variable", () => {
    expect(fixOf(denied)).toContain(
      'printf %s "$GHCR_TOKEN" | docker login ghcr.io --username "$GITHUB_USER" --password-stdin',
    );
  });

  it.each([
    ["docker login ghcr.io -u octo-cat --password-stdin", "octo-cat"],
    ['$ docker login --username="octo" ghcr.io', "octo"],
    ["docker login ghcr.io -u $USER", '"$GITHUB_USER"'],
    ["docker login ghcr.io -u ***", '"$GITHUB_USER"'],
    ["docker login my-u other", '"$GITHUB_USER"'],
  ])("names the user of '%s': %s", (line, user) => {
    const expected = `docker login ghcr.io --username ${user} --password-stdin`;
    expect(fixOf(`${line}\n${denied}`).join("\n")).toContain(expected);
  });

  it("names the user that a caller knows", () => {
    const refusal = registryRefusal("DENIED", "denied");
    const found = findDenial(refusal, ["ghcr.io"], "octo");
    expect(found?.fix.join("\n")).toContain("docker login ghcr.io --username octo ");
  });

  it("leaves nothing to replace in a command of its own", () => {
    const steps = denials.flatMap(({ fix }) => fix).filter((step) => step.includes("docker login"));
    expect(steps.length).toBeGreaterThan(5);
    for (const step of steps) expect(step).not.toMatch(/YOUR|LOGIN|<|TOKEN(?!")/);
  });
});

describe("in a log of Actions", () => {
  const secret = [
    "Renew the Actions secret that the workflow logs in with: https://github.com/OWNER/REPOSITORY/settings/secrets/actions",
    "gh secret set GHCR_TOKEN --repo OWNER/REPOSITORY",
  ];

  it.each([
    ["a time stamp", `2026-10-01T10:00:01.1234567Z ${denied}`],
    ["gh's columns", `publish\tLog in\t2026-10-01T10:00:01.1234567Z ${denied}`],
    ["gh's first line", `publish\tLog in\t\uFEFF2026-10-01T10:00:01.1234567Z ${denied}`],
    ["an annotation", `##[error]${denied}`],
    ["a workflow command", `::error title=Login::${denied}`],
    ["the step", `Run docker/login-action@v3\n${denied}`],
    ["a line after the denial", `${denied}\n##[error]Process completed with exit code 1.`],
  ])("%s: the secret is renewed", (_, log) => {
    const fix = fixOf(log);
    expect(fix).toEqual(expect.arrayContaining(secret));
    expect(fix.join("\n")).not.toMatch(/docker log/);
  });

  it.each([
    ["no sign of a runner", denied],
    ["docker's time stamps", `2026-10-01T10:00:01.123456789Z ${denied}`],
    ["other time stamps", `2026-10-01T10:00:01Z ${denied}`],
    ["a sentence about a step", `we should Run docker/login-action first\n${denied}`],
    ["a fork's prefix", `a::error::b\n${denied}`],
  ])("%s is another log", (_, log) => {
    expect(fixOf(log).join("\n")).toContain("| docker login ghcr.io");
  });

  it("the secret's repository is the one that was checked out", () => {
    const log = `##[group]Run actions/checkout@v4\nSyncing repository: octo/app.js\n${denied}`;
    expect(fixOf(log).join("\n")).toContain("gh secret set GHCR_TOKEN --repo octo/app.js");
    expect(fixOf(log).join("\n")).toContain("/octo/app.js/settings/secrets/actions");
  });

  it("the owner is the one that the message names", () => {
    const refused = 'Head "https://ghcr.io/v2/octo/app/manifests/latest": unauthorized';
    expect(fixOf(`##[error]${refused}`)).toContain(
      "gh secret set GHCR_TOKEN --repo octo/REPOSITORY",
    );
  });

  it("another registry's login has secrets too", () => {
    const refused = "unauthorized: access to the requested resource is not authorized";
    expect(fixOf(`##[error]quay.io: ${refused}`)).toEqual([
      "Check the secrets of the workflow's login to quay.io: https://github.com/OWNER/REPOSITORY/settings/secrets/actions",
    ]);
  });
});
