import { inspect } from "node:util";
import {
  configure,
  imageOf,
  messageOf,
  problemsOf,
  problemsWith,
  readSettings,
  secretKeys,
  setConfiguration,
  tokens,
} from "./configuring";

const withSecrets = (secrets: unknown): unknown => ({
  a: { images: { a: { context: ".", secrets } } },
});

describe("a secret stored as plain text", () => {
  it("is rejected, with the command and without its value", () => {
    const stored = { ...tokens, "ghcr:pullToken": "ghp_example3", "ghcr:secret-npm": "fakesecret" };
    setConfiguration({ "ghcr:owner": "F1bonacci66", ...stored });
    expect(problemsOf()).toEqual(
      Object.keys(stored).map(
        (key) =>
          `${key}: is stored as plain text; encrypt it: npx pulumi config set --secret ${key}`,
      ),
    );
    expect(messageOf()).not.toMatch(/ghp_|fakesecret/);
  });

  it("is rejected even if a variable has a value", () => {
    setConfiguration({ "ghcr:owner": "F1bonacci66", ...tokens }, ["ghcr:token"]);
    expect(problemsOf({ GITHUB_TOKEN: "ghp_examplevariable1" })).toEqual([
      "github:token: is stored as plain text; encrypt it: npx pulumi config set --secret github:token",
    ]);
  });

  it("is reported as empty if it is empty", () => {
    expect(problemsWith({ "ghcr:token": "", "secret-npm": "" })).toEqual([
      "ghcr:token: is empty; set it with 'npx pulumi config set --secret ghcr:token', or set the environment variable GHCR_TOKEN",
      "ghcr:secret-npm: is empty; set it with 'npx pulumi config set --secret ghcr:secret-npm'",
    ]);
  });
});

describe("a secret inside a map", () => {
  it.each(["repositories", "defaults", "mirrors", "builder"])(
    "is rejected in ghcr:%s, and no part of the map is shown",
    (key) => {
      configure({ [key]: { a: { password: "fakesecret", tags: "fakesecret" } } }, [`ghcr:${key}`]);
      expect(problemsOf()).toEqual([
        `ghcr:${key}: contains a secret ('secure:'), but each secret needs its own key; store it with 'npx pulumi config set --secret ghcr:secret-NAME', and write its NAME: secrets: {ID: NAME}`,
      ]);
    },
  );

  it.each(["owner", "registry", "username", "pullUsername", "preflight"])(
    "cannot replace text: ghcr:%s, whose value is not shown",
    (key) => {
      configure({ [key]: "fake secret" }, [`ghcr:${key}`]);
      expect(problemsOf()).toEqual([
        `ghcr:${key}: is stored as a secret but is not one; set it again without --secret: npx pulumi config set ghcr:${key}`,
      ]);
    },
  );
});

describe("a build secret", () => {
  it("is the one that is stored under the name, and cannot be printed by accident", () => {
    configure({
      "secret-npm": "fakesecret1",
      "secret-pip": "fakesecret2",
      repositories: withSecrets({ npmrc: "npm" }),
    });
    const { secrets = {} } = imageOf(readSettings({}), "a");
    expect(Object.keys(secrets)).toEqual(["npmrc"]);
    expect(secrets.npmrc?.reveal()).toBe("fakesecret1");
    const shown = [JSON.stringify(secrets), inspect(secrets), String(secrets.npmrc)];
    expect(shown.join()).not.toContain("fakesecret1");
    expect(shown.join()).toContain("ghcr:secret-npm");
  });

  it("can be shared by all images, in the defaults", () => {
    configure({
      "secret-npm": "fakesecret1",
      defaults: { secrets: { npmrc: "npm" } },
      repositories: { a: { images: { a: "." } } },
    });
    expect(imageOf(readSettings({}), "a").secrets?.npmrc?.reveal()).toBe("fakesecret1");
  });

  it.each([
    ["an image's", "ghcr:repositories.a.images.a", { repositories: withSecrets({ x: "nmp" }) }],
    ["the defaults'", "ghcr:defaults", { defaults: { secrets: { x: "nmp" } } }],
  ])("that is not set is reported, %s, with a similar name", (_whose, path, config) => {
    expect(problemsWith({ ...config, "secret-npm": "fakesecret" })).toEqual([
      `${path}.secrets.x: is not the NAME of a stored ghcr:secret-NAME; did you mean 'npm'?; store it with 'npx pulumi config set --secret ghcr:secret-NAME', and write its NAME here`,
    ]);
  });

  it("that is written instead of its name is not shown", () => {
    configure({ repositories: withSecrets({ npmrc: "hunter2fake" }) });
    expect(messageOf()).toContain("ghcr:repositories.a.images.a.secrets.npmrc: is not the NAME");
    expect(messageOf()).not.toContain("hunter2fake");
  });

  it.each(["", "a b", ".a"])("cannot be named '%s'", (name) => {
    expect(problemsWith({ [`ghcr:secret-${name}`]: "fakesecret" })).toEqual([
      `ghcr:secret-${name}: is not a valid secret name; use letters, digits, '_', '.' and '-'`,
    ]);
  });
});

it("the message contains no pasted token", () => {
  const token = "ghp_examplepasted";
  configure(
    {
      owner: token,
      registry: `${token} with more`,
      preflight: token,
      [token]: "x",
      defaults: { visibility: token, buildArgs: { [token]: token }, secrets: { a: token } },
      repositories: {
        [token]: { images: { [token]: { [token]: 1, tags: token } } },
        a: { secretName: token, images: { a: { context: 1, tags: [token, ` ${token}`] } } },
      },
      mirrors: { [token]: `ghcr.io/a/b:${token}`, b: `https://me:${token}@ghcr.io/a/b` },
      builder: { [token]: token },
    },
    secretKeys,
  );
  expect(problemsOf().length).toBeGreaterThan(10);
  expect(messageOf()).not.toContain("example");
  expect(messageOf()).not.toContain("with more");
});
