import fc from "fast-check";
import { SettingsError } from "../../../stack/settings";
import { configure, messageOf, problemsOf, readSettings } from "./configuring";

const imagePath = "ghcr:repositories.a.images.a";

describe("many problems", () => {
  it("are listed up to twenty, with the number of the others", () => {
    const repositories = Object.fromEntries(
      Array.from({ length: 15 }, (_, index) => [`a b${index}`, { color: index }]),
    );
    configure({ repositories });
    const lines = messageOf().split("\n");
    expect(lines[0]).toBe("The stack's settings have 30 problems; nothing was changed.");
    expect(lines.slice(1, -1).every((line) => line.startsWith("  - "))).toBe(true);
    expect([lines.length, lines.at(-1)]).toEqual([22, "  and 10 more"]);
  });

  it("of exactly twenty have no such line", () => {
    configure({ repositories: { a: { images: { a: { tags: Array(19).fill(1) as unknown } } } } });
    expect(problemsOf()).toHaveLength(20);
    expect(messageOf()).not.toContain("more");
  });
});

describe("names that JavaScript defines", () => {
  it.each(["constructor", "toString", "hasOwnProperty", "valueOf"])(
    "are names like any other: %s",
    (name) => {
      configure({ repositories: { [name]: { images: { [name.toLowerCase()]: "." } } } });
      const { repositories, images } = readSettings({});
      expect(repositories.map((each) => each.name)).toEqual([name]);
      expect(images.map((each) => each.name)).toEqual([name.toLowerCase()]);
    },
  );

  it.each(["constructor", "toString", "__proto__"])("are not settings: %s", (name) => {
    configure({ repositories: { a: { images: { a: { context: ".", [name]: 1 } } } }, [name]: "x" });
    expect(problemsOf()).toEqual([
      `ghcr:${name}: is not a valid setting`,
      `${imagePath}.${name}: is not a valid setting`,
    ]);
  });
});

describe("any settings", () => {
  const names = [
    ...["context", "contexts", "tags", "platforms", "images", "create", "visibility", "from"],
    ...["secrets", "buildArgs", "a", "A", "b.c", "__proto__", "constructor", "1.1", "", " "],
  ];
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>("a", ".", "docker.io/library/a:b", true, false, null, 1.1, 10),
      fc.string(),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc
        .array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string()), tie("tree")), {
          maxLength: 6,
        })
        .map((entries) => Object.fromEntries(entries)),
    ),
  }));
  const keys = ["owner", "registry", "username", "preflight", "builder", "defaults"] as const;
  const config = fc.record(
    Object.fromEntries([...keys, "repositories", "mirrors"].map((key) => [key, tree])),
    { requiredKeys: [] },
  );

  it("are read, or rejected by one error whose lines each name a setting", () => {
    fc.assert(
      fc.property(config, (written) => {
        configure(written);
        try {
          readSettings({});
          return;
        } catch (error) {
          if (!(error instanceof SettingsError)) throw error;
        }
        const [head, ...lines] = messageOf().split("\n");
        expect(head).toMatch(/^The stack's settings have (a problem|\d+ problems); nothing was/);
        for (const line of lines) {
          expect(line).toMatch(/^ {2}(- gh(cr|ithub):[^\n]*: [^\n]+|and \d+ more)$/);
          expect(line).not.toMatch(/undefined|\[object|Invalid input/);
        }
      }),
      { numRuns: 100 },
    );
  });
});
