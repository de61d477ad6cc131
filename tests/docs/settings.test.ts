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
  const config = ("config" in read ? read.config : read) as Readonly<Record<string, unknown>>;
  const settings = Object.entries(config).map(([key, value]) => [key, unwrap(value)] as const);
  isStack({ config: Object.fromEntries(settings) });
  expect(isStack.errors ?? []).toEqual([]);
});

/** In the project's file, a setting is the only content of `value`. */
function unwrap(setting: unknown): unknown {
  const entries = Object.entries(Object(setting) as object);
  const [[name, value] = []] = entries;
  return entries.length === 1 && name === "value" ? value : setting;
}
