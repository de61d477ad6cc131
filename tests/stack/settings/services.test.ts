import { configure, problemsOf, readSettings } from "./configuring";

function images(named: Record<string, unknown>): Record<string, unknown> {
  return { repositories: { a: { images: named } } };
}

const fix = "give one of them another 'service', or 'service: []' for none";

describe("a Compose service", () => {
  it("of two images is told at the second, whether it is written or not", () => {
    configure({
      ...images({
        "v7/web": ".",
        web: ".",
        own: { context: ".", service: ["one", "db"] },
      }),
      mirrors: { db: "docker.io/library/postgres:alpine" },
    });
    expect(problemsOf()).toEqual([
      `ghcr:repositories.a.images.web.service: 'web' is the Compose service of ghcr:repositories.a.images.v7/web already; ${fix}`,
      `ghcr:mirrors.db.service: 'db' is the Compose service of ghcr:repositories.a.images.own already; ${fix}`,
    ]);
  });

  it("of one image alone is none of another that has none, or its own", () => {
    configure(
      images({
        "v7/web": ".",
        web: { context: ".", service: [] },
        "other/web": { context: ".", service: "second" },
      }),
    );
    expect(readSettings({}).images.map(({ services }) => services)).toEqual([
      ["web"],
      [],
      ["second"],
    ]);
  });

  it.each([
    [{ service: "two words" }, "service.0: 'two words' is not a Compose service name: "],
    [{ service: "" }, "service.0: '' is not a Compose service name: "],
    [{ service: ["a", "a"] }, "service.1: 'a' is there twice; take one of them out"],
    [{ service: 5 }, "service: is the number 5, and a list is wanted"],
    [{ service: [5] }, "service.0: is the number 5, and text is wanted; "],
  ])("that is wrong is told: %j", (written, told) => {
    configure(images({ a: { context: ".", ...written } }));
    const [problem = "", ...others] = problemsOf();
    expect(problem).toContain(`ghcr:repositories.a.images.a.${told}`);
    expect(others).toEqual([]);
  });
});

it("two names that come to one variable are told", () => {
  configure(images({ "v7/web": ".", "v7-web": { context: ".", service: "other" } }));
  expect(problemsOf()).toEqual([
    "ghcr:repositories.a.images.v7-web: is 'v7-web' in variables and build targets, and so is ghcr:repositories.a.images.v7/web; give one of them another name",
  ]);
});

it("one package twice is told once", () => {
  configure({ repositories: { a: { images: { web: "." } }, b: { images: { Web: "." } } } });
  expect(problemsOf()).toHaveLength(1);
});
