import * as pulumi from "@pulumi/pulumi";
import {
  configure,
  imagePath,
  problemsOf,
  problemsWith,
  readSettings,
  withImage,
} from "../configuring";

describe("a setting that does not exist", () => {
  it.each<[string, string, Record<string, unknown>]>([
    ["ghcr:repositories.universe.color", "", { repositories: { universe: { color: "red" } } }],
    [`${imagePath}.file`, "", { repositories: withImage({ file: "Dockerfile" }) }],
    [`${imagePath}.contex`, "context", { repositories: withImage({ contex: "." }) }],
    [`${imagePath}.platfroms`, "platforms", { repositories: withImage({ platfroms: [] }) }],
    ["ghcr:repositories.a.visiblity", "visibility", { repositories: { a: { visiblity: "x" } } }],
    ["ghcr:repositories.a.image", "images", { repositories: { a: { image: {} } } }],
    ["ghcr:defaults.tag", "tags", { defaults: { tag: ["x"] } }],
    ["ghcr:mirrors.a.form", "from", { mirrors: { a: { from: "quay.io/a/b:c", form: "x" } } }],
    ["ghcr:builder.nam", "name", { builder: { name: "x", nam: "y" } }],
    // Otherwise, with a typo in 'repositories', the program would declare nothing, and
    // Pulumi would delete the stack's resources.
    ["ghcr:repositorys", "repositories", { repositorys: {} }],
    ["ghcr:tokens", "token", { tokens: "ghp_exampleunderawrongname" }],
    ["ghcr:Owner", "owner", { Owner: "x" }],
    ["ghcr:secrets-npm", "secret-npm", { "secrets-npm": "fakesecret" }],
    ["ghcr:secret_npm", "secret-npm", { secret_npm: "fakesecret" }],
  ])("is reported: %s", (path, meant, config) => {
    configure(config);
    const suggestion = meant === "" ? "" : `; did you mean '${meant}'?`;
    expect(problemsOf()).toEqual([`${path}: is not a valid setting${suggestion}`]);
  });
});

describe("a misplaced setting", () => {
  const atRepository = "here; move it to a repository in ghcr:repositories";
  const atImage = "here; move it to an image in a repository's 'images'";

  it.each<[string, string, Record<string, unknown>]>([
    ["ghcr:workflow", atRepository, { workflow: { root: "../my-app" } }],
    ["ghcr:images", atRepository, { images: {} }],
    ["ghcr:tags", atImage, { tags: ["latest"] }],
    ["ghcr:repositories.a.context", atImage, { repositories: { a: { context: "." } } }],
  ])("is reported with its place: %s", (path, place, config) => {
    expect(problemsWith(config)).toEqual([`${path}: is not a valid setting ${place}`]);
  });

  it("is reported with its new name if it was renamed", () => {
    const workflow = { root: "../my-app", ["upkeep"]: true };
    configure({ repositories: { a: { workflow, images: { a: "../my-app" } } } });
    expect(problemsOf()).toEqual([
      "ghcr:repositories.a.workflow.upkeep: is not a valid setting; it is now called 'cleanup'",
    ]);
  });

  it("is reported if the prefix 'ghcr:' is missing", () => {
    const project = pulumi.getProject();
    expect(problemsWith({ [`${project}:version`]: "1.0", [`${project}:workflow`]: true })).toEqual([
      "version: has no 'ghcr:' prefix, so it is ignored; write ghcr:version",
      "workflow: has no 'ghcr:' prefix, so it is ignored; write ghcr:workflow",
    ]);
  });

  it("is ignored if it belongs to another program", () => {
    configure({ [`${pulumi.getProject()}:color`]: "red", "other:version": "1.0" });
    expect(readSettings({}).owner).toBe("F1bonacci66");
  });
});
