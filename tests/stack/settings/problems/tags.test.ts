import {
  configure,
  imageOf,
  imagePath,
  problemsOf,
  problemsWith,
  repositoryOf,
  stackWith,
  withImage,
} from "../configuring";

describe("a rule for tags", () => {
  const withTags = (tags: readonly unknown[], settings: object = {}): readonly string[] => {
    return problemsWith({ repositories: withImage({ tags }), ...settings });
  };

  it.each<[readonly unknown[], object, string, string]>([
    [
      ["latest", "{{verson}}"],
      {},
      "1",
      "has '{{verson}}', which is not a placeholder; did you mean",
    ],
    [
      ["{{version}}"],
      {},
      "0",
      "none is set; set it with 'npx pulumi config set ghcr:version v1.2.3'",
    ],
    [["latest", "{{major}}"], { version: "nightly" }, "1", "'nightly'; '{{tag}}' accepts any"],
    [["{{major}}"], { version: "1.2.3-rc.1" }, "0", "add '{{version}}' to the list"],
  ])("%j with %j is reported with its path", (tags, settings, index, message) => {
    const [problem, ...others] = withTags(tags, settings);
    expect(others).toEqual([]);
    expect(
      problem?.startsWith(`${imagePath}.tags.${index}: '${String(tags[Number(index)])}' `),
    ).toBe(true);
    expect(problem).toContain(message);
  });

  it("in the defaults is reported once, however many images use it", () => {
    configure({ defaults: { tags: ["{{tag}}"] }, repositories: withImage({}) });
    expect(problemsOf().map((problem) => problem.split(": ")[0])).toEqual(["ghcr:defaults.tags.0"]);
  });

  it("is not reported if the version itself is invalid", () => {
    const [problem, ...others] = withTags(["{{version}}"], { version: "v1.2.3+build" });
    expect(problem).toMatch(/^ghcr:version: 'v1.2.3\+build' has '\+' at character 7/);
    expect(others).toEqual([]);
  });

  it("is reported beside a tag that is not text", () => {
    expect(withTags([1.1, "{{version}}"]).map((problem) => problem.split(": ")[0])).toEqual([
      `${imagePath}.tags.0`,
      `${imagePath}.tags.1`,
    ]);
  });

  describe("of an image that a workflow pushes", () => {
    const path = `${imagePath}.tags.0`;
    const withWorkflow = (image: Record<string, unknown>) => {
      const { universe } = withImage(image) as Record<string, object>;
      return { universe: { workflow: true, ...universe } };
    };

    it("needs no version beside a tag that needs none, which is read", () => {
      const tags = ["{{tag}}", "{{version}}", "latest"];
      const repositories = withWorkflow({ tags });
      const stack = stackWith({ repositories });
      expect(imageOf(stack, "universe").tags).toEqual(["latest"]);
      expect(repositoryOf(stack, "universe").workflow?.images).toMatchObject([{ tags }]);
      const released = stackWith({ repositories, version: "v1.2.3" });
      expect(imageOf(released, "universe").tags).toEqual(tags);
    });

    it("needs one if an update pushes the image", () => {
      const repositories = withWorkflow({ tags: ["{{tag}}", "latest"] });
      const problems = problemsWith({ defaults: { build: "pulumi" }, repositories });
      expect(problems.filter((problem) => problem.startsWith(path))).toHaveLength(1);
    });

    it("needs a version, or such a tag, if all rules need one", () => {
      expect(problemsWith({ repositories: withWorkflow({ tags: ["{{tag}}"] }) })).toEqual([
        `${path}: '{{tag}}' requires a version, but none is set; set it with ` +
          "'npx pulumi config set ghcr:version v1.2.3', or add a tag that each run of the workflow " +
          "moves, such as 'latest'",
      ]);
    });

    it("needs none in the defaults if a workflow pushes every image that uses them", () => {
      const defaults = { tags: ["{{tag}}", "latest"] };
      const repositories = withWorkflow({});
      expect(imageOf(stackWith({ defaults, repositories }), "universe").tags).toEqual(["latest"]);
      const other = { images: { other: { context: "." } } };
      const problems = problemsWith({ defaults, repositories: { ...repositories, other } });
      expect(problems.map((problem) => problem.split(": ")[0])).toEqual(["ghcr:defaults.tags.0"]);
      const tagged = { images: { other: { context: ".", tags: ["1"] } } };
      const stack = stackWith({ defaults, repositories: { ...repositories, other: tagged } });
      expect(imageOf(stack, "other").tags).toEqual(["1"]);
    });
  });
});
