import { configure, readWithoutTokens, repositoryDefaults } from "./configuring";

describe("the short forms", () => {
  it("are an empty repository, a context, a source, a service and a builder's name", () => {
    const from = "quay.io/a/b:c";
    configure({
      builder: "big",
      repositories: {
        empty: null,
        universe: {
          images: { universe: "../universe", other: { context: "../other", service: "web" } },
        },
      },
      mirrors: {
        "my-postgres": "docker.io/library/postgres:alpine",
        db: { from, service: "database" },
      },
    });
    expect(readWithoutTokens()).toMatchObject({
      builder: { name: "big" },
      repositories: [
        { name: "empty", ...repositoryDefaults },
        { name: "universe", ...repositoryDefaults },
      ],
      images: [
        { name: "universe", context: "../universe", tags: ["latest"] },
        { name: "other", context: "../other", services: ["web"] },
      ],
      mirrors: [
        { name: "my-postgres", from: { name: "library/postgres" }, tags: ["alpine"] },
        { name: "db", from: { registry: "quay.io" }, services: ["database"] },
      ],
    });
  });
});
