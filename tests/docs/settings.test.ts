import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { pages, root, sectionsOf, textOf } from "./markdown";

const schema = JSON.parse(readFileSync(join(root, "docs/stack.schema.json"), "utf8")) as object;
const isStack = new Ajv({ strictTypes: false, allErrors: true }).compile(schema);

/** The settings that a page shows: a stack's, a repository's or an image's. */
const shown = pages().flatMap((page) =>
  sectionsOf(textOf(page)).flatMap(({ id, blocks }) =>
    blocks
      .filter((block) => /^yaml\n(?:#.*\n)?(?:config:\n {2})?ghcr:/.test(block))
      .map((block) => [`${page}#${id}`, block.slice("yaml\n".length)] as const),
  ),
);

it("there are settings to check", () => {
  const from = new Set(shown.map(([place]) => place.split("#")[0]));
  const pagesWithSome = ["init", "moving", "organization", "settings"].map(
    (name) => `docs/${name}.md`,
  );
  for (const page of ["README.md", ...pagesWithSome]) expect(from).toContain(page);
});

it.each(shown)("%s shows valid settings", (_, text) => {
  const read = parse(text) as Readonly<Record<string, unknown>>;
  isStack("config" in read ? read : { config: read });
  expect(isStack.errors ?? []).toEqual([]);
});
