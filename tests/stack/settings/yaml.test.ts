import { configure, imageOf, problemsOf, problemsWith, readSettings } from "./configuring";

/**
 * How YAML reads words without quotes, as Pulumi 3.255 passes them on: observed by printing
 * PULUMI_CONFIG in a program. Pulumi itself rejects a duplicate key ('mapping key "a"
 * already defined') and invalid numbers ('unsupported value: +Inf').
 */
const zeros = "(YAML drops trailing zeros, so 1.10 becomes 1.1, and reads 012 as 10)";

function withImage(image: Record<string, unknown>): Record<string, unknown> {
  return { repositories: { a: { images: { a: { context: ".", ...image } } } } };
}

describe("a tag without quotes", () => {
  it.each<[string, unknown, string]>([
    [
      "1.10",
      1.1,
      `is the number 1.1; expected text, so write it in quotes: "1.1" or "1.10" ${zeros}`,
    ],
    ["012", 10, `is the number 10; expected text, so write it in quotes: "10" ${zeros}`],
    ["1e3", 1000, `is the number 1000; expected text, so write it in quotes: "1000" ${zeros}`],
    [
      "123456789012345678901234567890",
      1.2345678901234568e29,
      `is the number 1.2345678901234568e+29; expected text, so write it in quotes ${zeros}`,
    ],
    ["true", true, 'is true, which YAML reads as a boolean; write it in quotes: "true"'],
    ["null", null, "is empty; expected text, or remove the setting"],
    [
      "2026-11-21",
      "2026-11-21 00:00:00 +0000 UTC",
      `'2026-11-21 00:00:00 +0000 UTC' is read as a date by YAML; write it in quotes: "2026-11-21"`,
    ],
    ["[a]", ["a"], "is a list; expected text"],
    ["{a: b}", { a: "b" }, "is a map; expected text"],
  ])("is reported as the value that YAML reads: %s", (_written, read, response) => {
    configure(withImage({ tags: ["latest", read] }));
    expect(problemsOf()).toEqual([`ghcr:repositories.a.images.a.tags.1: ${response}`]);
  });

  it.each(["no", "yes", "on", "off", "y", "12:30"])("stays text as '%s'", (tag) => {
    configure(withImage({ tags: [tag.replace(":", "-")] }));
    expect(imageOf(readSettings({}), "a").tags).toEqual([tag.replace(":", "-")]);
  });
});

it.each<[string, Record<string, unknown>, string]>([
  [
    "a build argument that is a number",
    withImage({ buildArgs: { VERSION: 1.1 } }),
    `ghcr:repositories.a.images.a.buildArgs.VERSION: is the number 1.1; expected text, so write it in quotes: "1.1" or "1.10" ${zeros}`,
  ],
  [
    "a description that is a date",
    { repositories: { a: { description: "2026-11-21 10:00:00 +0000 UTC" } } },
    `ghcr:repositories.a.description: '2026-11-21 10:00:00 +0000 UTC' is read as a date by YAML; write it in quotes: "2026-11-21"`,
  ],
  [
    "yes where true is expected",
    { repositories: { a: { approvePullRequests: "yes" } } },
    "ghcr:repositories.a.approvePullRequests: is the text 'yes'; write true or false, without quotes",
  ],
  [
    "a number where true is expected",
    { defaults: { approvePullRequests: 1 } },
    "ghcr:defaults.approvePullRequests: is the number 1; write true or false, without quotes",
  ],
  [
    "a number where true or a word is expected",
    { defaults: { adopt: 1 } },
    "ghcr:defaults.adopt: is the number 1; expected one of true, false, overwrite, without quotes",
  ],
  [
    "true in quotes where true or a word is expected",
    { repositories: { a: { adopt: "true" } } },
    "ghcr:repositories.a.adopt: is the text 'true'; expected one of true, false, overwrite, without quotes",
  ],
  [
    "no value where true or a word is expected",
    { repositories: { a: { adopt: null } } },
    "ghcr:repositories.a.adopt: is empty; expected one of true, false, overwrite, without quotes",
  ],
  [
    "a typo where true or a word is expected",
    { repositories: { a: { adopt: "overwrit" } } },
    "ghcr:repositories.a.adopt: is the text 'overwrit'; expected one of true, false, overwrite, without quotes",
  ],
  [
    "a text where a list is expected",
    withImage({ tags: "latest" }),
    "ghcr:repositories.a.images.a.tags: is the text 'latest'; expected a list, so write it in brackets: [latest]",
  ],
  [
    "a list where a map is expected",
    { repositories: ["a"] },
    "ghcr:repositories: is a list; expected a map",
  ],
  [
    "a list of lists in place of a short form",
    { mirrors: { a: [] } },
    "ghcr:mirrors.a: is a list; expected a map or text",
  ],
  [
    "an empty list",
    withImage({ platforms: [] }),
    "ghcr:repositories.a.images.a.platforms: is an empty list; add an entry, or remove the setting",
  ],
  [
    "a line without a value",
    withImage({ tags: null }),
    "ghcr:repositories.a.images.a.tags: is empty; expected a list, or remove the setting",
  ],
  [
    "an image without a value",
    { repositories: { a: { images: { a: null } } } },
    "ghcr:repositories.a.images.a: is empty; expected a map or text, or remove the setting",
  ],
  // Pulumi reads a key without a value as an empty text. Without repositories, a program
  // declares nothing, and Pulumi would delete the stack's resources.
  [
    "a key without a value",
    { repositories: "" },
    "ghcr:repositories: is empty; expected a map, or remove the setting",
  ],
  [
    "what is not there and must be",
    { repositories: { a: { images: { a: {} } } } },
    "ghcr:repositories.a.images.a.context: is not set; set it to the folder to build from: `context: ../api`",
  ],
  [
    "a number where one of some words is expected",
    { defaults: { visibility: 1 } },
    `ghcr:defaults.visibility: is the number 1; expected text, so write it in quotes: "1" ${zeros}: public, private, internal`,
  ],
  [
    "a word that is near one of some",
    { defaults: { visibility: "pubic" } },
    "ghcr:defaults.visibility: 'pubic' is not one of public, private, internal; did you mean 'public'?",
  ],
  [
    "false where one of some words is expected",
    { preflight: "false" },
    "ghcr:preflight: 'false' is not one of strict, warn, off",
  ],
])("is reported: %s", (_what, config, problem) => {
  expect(problemsWith(config)).toEqual([problem]);
});
