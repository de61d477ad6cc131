import {
  printMirror,
  readMirrors,
  selectNewMirrors,
} from "../../../../../cli/commands/init/settings/mirrors";

const hub = "docker.io/library";

it("two images of the same name are reported, as only one can have it", () => {
  expect(readMirrors([`${hub}/redis:8`, "quay.io/other/redis:8", `${hub}/redis:8`])).toEqual({
    mirrors: [{ name: "redis", from: `${hub}/redis:8` }],
    problems: [
      `'quay.io/other/redis:8' would be copied to redis, and so would ${hub}/redis:8; add one of them to ghcr:mirrors, under another name`,
    ],
  });
});

it("a mirror is printed as it was typed", () => {
  const texts = [`${hub}/redis:8`, `${hub}/redis:7`];
  const { mirrors } = readMirrors([...texts, `${hub}/nginx:1`]);
  expect(mirrors.map(printMirror)).toEqual([texts.join(" "), `${hub}/nginx:1`]);
});

it.each<[string, unknown]>([
  ["nothing", undefined],
  ["another image", { cache: `${hub}/redis:8` }],
  ["the image with another tag, under another name", { db: `${hub}/postgres:16` }],
])("a mirror is added to %s", (_what, configured) => {
  const { mirrors } = readMirrors([`${hub}/postgres:alpine`]);
  expect(selectNewMirrors(mirrors, configured)).toEqual({ mirrors, problems: [] });
});

it.each<[string, unknown]>([
  ["in the short form", { postgres: `${hub}/postgres:alpine` }],
  ["under another name", { "my-postgres": { from: `${hub}/postgres:alpine`, mode: "copy" } }],
  ["among other tags", { postgres: { from: `${hub}/postgres`, tags: ["16", "alpine"] } }],
])("a mirror that exists %s is not added", (_where, configured) => {
  const { mirrors } = readMirrors([`${hub}/postgres:alpine`]);
  expect(selectNewMirrors(mirrors, configured)).toEqual({ mirrors: [], problems: [] });
});

it("a mirror whose name copies something else is reported", () => {
  const { mirrors } = readMirrors([`${hub}/postgres:alpine`]);
  const { problems } = selectNewMirrors(mirrors, { Postgres: `${hub}/postgres:16` });
  expect(problems).toEqual([
    `'${hub}/postgres:alpine' would be copied to postgres, and ghcr:mirrors.Postgres already copies ${hub}/postgres:16; add it there, or under another name`,
  ]);
});
