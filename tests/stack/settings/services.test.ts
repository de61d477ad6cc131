import { configure, problemsOf, problemsWith, readSettings } from "./configuring";

function images(named: Record<string, unknown>): Record<string, unknown> {
  return { repositories: { a: { images: named } } };
}

const fix = "change the 'service' of one of them, or set 'service: []' for none";

describe("a Compose service", () => {
  it("of two images is reported at the second, even if it is the default", () => {
    configure({
      ...images({
        "v7/web": ".",
        web: ".",
        own: { context: ".", service: ["one", "db"] },
      }),
      mirrors: { db: "docker.io/library/postgres:alpine" },
    });
    expect(problemsOf()).toEqual([
      `ghcr:repositories.a.images.web.service: 'web' is already the Compose service of ghcr:repositories.a.images.v7/web; ${fix}`,
      `ghcr:mirrors.db.service: 'db' is already the Compose service of ghcr:repositories.a.images.own; ${fix}`,
    ]);
  });

  it("of one image does not conflict with images that have none or another", () => {
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
    [{ service: ["a", "a"] }, "service.1: 'a' is listed twice; remove one of them"],
    [{ service: 5 }, "service: is the number 5; expected a list"],
    [{ service: [5] }, "service.0: is the number 5; expected text, "],
  ])("that is invalid is reported: %j", (written, message) => {
    const [problem = "", ...others] = problemsWith(images({ a: { context: ".", ...written } }));
    expect(problem).toContain(`ghcr:repositories.a.images.a.${message}`);
    expect(others).toEqual([]);
  });
});

it("two names that become one variable are reported", () => {
  configure(images({ "v7/web": ".", "v7-web": { context: ".", service: "other" } }));
  expect(problemsOf()).toEqual([
    "ghcr:repositories.a.images.v7-web: becomes 'v7-web' in variables and build targets, like ghcr:repositories.a.images.v7/web; rename one of them",
  ]);
});
