import { parse } from "yaml";
import {
  applyPlan,
  type Plan,
  type PlannedRepository,
} from "../../../../../cli/commands/init/settings/settingsFile";
import { toRawConfiguration } from "../../../../../cli/pulumi/settings";
import { parseSettings } from "../../../../../stack/settings";

const app = { name: "app", context: "../app" };

function createRepository(changed: Partial<PlannedRepository> = {}): PlannedRepository {
  return { name: "app", root: "../app", images: [app], ...changed };
}

function createPlan(changed: Partial<Plan> = {}): Plan {
  return { owner: "octo", repositories: [createRepository()], ...changed };
}

/** Applies the plan for one repository to a file. */
const apply = (text: string, repository?: Partial<PlannedRepository>, change?: Partial<Plan>) =>
  applyPlan(text, "prod", createPlan({ repositories: [createRepository(repository)], ...change }));

const created = { visibility: "private", isExplicit: false } as const;

function parseConfig(text: string): Record<string, unknown> {
  return (parse(text) as { config: Record<string, unknown> }).config;
}

describe("a new file", () => {
  it("has the answers, with comments, and is valid", () => {
    const full = createPlan({
      username: "me",
      tags: ["1.10", "{{commit}}"],
      builder: "pulumi-ghcr",
      repositories: [
        createRepository({ create: created, workflow: true }),
        createRepository({
          name: "web",
          images: [{ ...app, name: "web", dockerfile: "../app/w.Dockerfile" }],
        }),
      ],
    });
    const { text, changes } = applyPlan("encryptionsalt: v1:x\n", "prod", full);
    expect(parseConfig(text)).toEqual({
      "ghcr:owner": "octo",
      "ghcr:username": "me",
      "ghcr:builder": { name: "pulumi-ghcr" },
      "ghcr:defaults": { tags: ["1.10", "{{commit}}"] },
      "ghcr:repositories": {
        app: {
          create: "empty",
          visibility: "private",
          workflow: { root: "../app" },
          images: { app: { context: "../app" } },
        },
        web: { images: { web: { context: "../app", dockerfile: "../app/w.Dockerfile" } } },
      },
    });
    expect(parseSettings(toRawConfiguration(parseConfig(text), {}), [])).toHaveProperty("stack");
    expect(text).toContain("encryptionsalt: v1:x\n");
    expect(text).toMatch(/^# The stack 'prod', created by /);
    expect(text.match(/^ *# /gm)?.length).toBeGreaterThanOrEqual(8);
    expect(changes).toEqual([
      "ghcr:owner: octo",
      "ghcr:username: me",
      "ghcr:builder: pulumi-ghcr",
      "ghcr:defaults.tags: 1.10, {{commit}}",
      "ghcr:repositories.app: will be created, private",
      "ghcr:repositories.app.workflow: {root: ../app}",
      "ghcr:repositories.app.images.app: from ../app",
      "ghcr:repositories.web: exists on GitHub",
      "ghcr:repositories.web.images.web: from ../app/w.Dockerfile",
    ]);
  });

  it("can start empty, and a workflow in the program's own repository has no root", () => {
    const { text } = apply("", { root: ".", workflow: true });
    expect(parseConfig(text)).toEqual({
      "ghcr:owner": "octo",
      "ghcr:repositories": { app: { workflow: true, images: { app: { context: "../app" } } } },
    });
  });
});

/** A file that a user has edited for a year. */
const kept = `# Ours.
config:
  ghcr:owner: octo # the cat
  ghcr:token:
    secure: v1:abcdefghijklmnop:qrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz
  ghcr:builder: {name: mine}
  ghcr:repositories:
    # The old one.
    App:
      description: a text that is longer than eighty columns, which somebody wrote on one line and no more
      images:
        app: ../app
        other: {context: ../other, tags: ['1.10']}
`;

describe("an existing file", () => {
  it("is unchanged, byte for byte, if no answer differs", () => {
    expect(apply(kept)).toEqual({ text: kept, changes: [] });
    // The same Dockerfile under a name that the user chose.
    const renamed = { images: [{ name: "app/other", context: "../other" }] };
    expect(apply(kept, renamed).changes).toEqual([]);
    expect(apply(kept, {}, { builder: "pulumi-ghcr" }).changes).toEqual([]);
  });

  it("keeps its comments and other settings if something is added", () => {
    const images = [app, { name: "app/web", context: "../app/web" }];
    const { text, changes } = apply(kept, { create: created, workflow: true, images });
    expect(changes).toEqual([
      "ghcr:repositories.App.workflow: {root: ../app}",
      "ghcr:repositories.App.images.app/web: from ../app/web",
    ]);
    for (const line of ["# Ours.", "# the cat", "    # The old one."]) expect(text).toContain(line);
    expect(text).not.toContain("The stack 'prod'");
    expect(text).toMatch(/ description: a text.* more\n/);
    expect(text).toMatch(/secure: v1:[a-p]+:[a-z]+\n/);
    expect(parseConfig(text)["ghcr:repositories"]).toEqual({
      App: {
        description: expect.stringMatching(/^a text.* more$/) as string,
        workflow: { root: "../app" },
        images: {
          app: "../app",
          other: { context: "../other", tags: ["1.10"] },
          "app/web": { context: "../app/web" },
        },
      },
    });
  });

  it("gets another owner, other tags and no workflow, and is unchanged the second time", () => {
    const first = apply(kept, { workflow: true }, { tags: ["a"] });
    const applyAnswers = (text: string) =>
      apply(text, { workflow: false }, { owner: "Acme", tags: ["b"] });
    const { text, changes } = applyAnswers(first.text);
    expect(changes).toEqual([
      "ghcr:owner: Acme",
      "ghcr:defaults.tags: b",
      "ghcr:repositories.App.workflow: none",
    ]);
    expect(text).toContain("ghcr:owner: Acme # the cat\n");
    expect(applyAnswers(text)).toEqual({ text, changes: [] });
  });

  it("changes the visibility only of a created repository, and only if it was named", () => {
    const existing = apply("", { create: created }).text;
    const listChanges = (text: string, isExplicit: boolean): readonly string[] =>
      apply(text, { create: { visibility: "public", isExplicit } }).changes;
    expect(listChanges(existing, false)).toEqual([]);
    expect(listChanges(existing, true)).toEqual(["ghcr:repositories.app.visibility: public"]);
    expect(listChanges(kept, true)).toEqual([]);
  });

  it.each([
    ["its name in other letters, built of something else", "App: { context: elsewhere }"],
    ["another name, in the short form", "other: ../app"],
  ])("recognizes an image by %s", (_what, image) => {
    const text = `config:\n  ghcr:owner: octo\n  ghcr:repositories: { app: { images: { ${image} } } }\n`;
    expect(apply(text)).toEqual({ text, changes: [] });
  });

  it("fills empty settings", () => {
    const { text } = apply("config:\n  ghcr:repositories:\n    app:\n");
    expect(parseConfig(text)).toEqual({
      "ghcr:owner": "octo",
      "ghcr:repositories": { app: { images: { app: { context: "../app" } } } },
    });
  });

  it.each([
    ["config: [", "is not YAML"],
    ["config: text", "has no map under 'config'"],
    ["config:\n  ghcr:repositories: [app]", "has no map under 'ghcr:repositories'"],
    ["config:\n  ghcr:repositories: {app: text}", "has no map under 'app'"],
    ["config:\n  ghcr:repositories: {app: {images: [a]}}", "has no map under 'images'"],
    ["[a]", "is not a map"],
  ])("is not overwritten: %j", (text, why) => {
    expect(() => apply(text)).toThrow(why);
  });
});

it("mirrors are written in the short form, or with their tags, and are valid", () => {
  const from = "docker.io/library/postgres";
  const before = "config:\n  ghcr:mirrors:\n    cache: docker.io/library/redis:8 # kept\n";
  const mirrors = [
    { name: "postgres", from: `${from}:alpine` },
    { name: "old", from, tags: ["15", "16"] },
  ];
  const { text, changes } = apply(before, {}, { repositories: [], mirrors });
  expect(parseConfig(text)).toEqual({
    "ghcr:owner": "octo",
    "ghcr:mirrors": {
      cache: "docker.io/library/redis:8",
      postgres: `${from}:alpine`,
      old: { from, tags: ["15", "16"] },
    },
  });
  expect(text).toContain("# kept");
  expect(parseSettings(toRawConfiguration(parseConfig(text), {}), [])).toHaveProperty("stack");
  expect(changes).toEqual([
    "ghcr:owner: octo",
    `ghcr:mirrors.postgres: from ${from}:alpine`,
    `ghcr:mirrors.old: from ${from}, 15, 16`,
  ]);
});
