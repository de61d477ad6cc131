import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderDocuments } from "../../../scripts/docs/main";
import { embed, shownOutput } from "../../../scripts/docs/embedded";

const generated = renderDocuments();
const root = join(__dirname, "..", "..", "..");

it.each(Object.keys(generated))("%s is current", (file) => {
  expect(readFileSync(join(root, file), "utf8")).toBe(generated[file]);
});

it("the guide shows the workflow up to its jobs, and links to the complete file", () => {
  const guide = generated["docs/workflow.md"] ?? "";
  const [, shown] = /<!-- publish\.yml: begin -->[^]*?\n```yaml\n([^]*?\n)```\n/.exec(guide) ?? [];
  const [beginning] = (generated["docs/publish.yml"] ?? "").split("\njobs:\n");
  expect(shown).toBe(beginning);
  expect(guide).toContain("](publish.yml)");
});

it.each(["README.md", "README.ru.md", "README.zh.md"])(
  "%s shows the terminal before its first section",
  (file) => {
    const [beginning = ""] = readFileSync(join(root, file), "utf8").split("\n## ");
    expect(beginning).toMatch(/^!\[.+\]\(docs\/terminal\.svg\)$/m);
  },
);

describe("embed", () => {
  const page = "before\n<!-- a: begin -->\nold\n<!-- a: end -->\nafter\n";

  it("changes only the text between the two lines, and is idempotent", () => {
    const once = embed(page, "a", "new");
    expect(once).toBe("before\n<!-- a: begin -->\n\nnew\n\n<!-- a: end -->\nafter\n");
    expect(embed(once, "a", "new")).toBe(once);
  });

  it.each(["no line", "<!-- a: begin -->", "<!-- a: end -->\n<!-- a: begin -->"])(
    "wants both lines in their order: %j",
    (text) => {
      expect(() => embed(text, "a", "new")).toThrow("'<!-- a: begin -->' and '<!-- a: end -->'");
    },
  );
});

describe("shownOutput", () => {
  it("is the block after the marker, verbatim", () => {
    const page = "<!-- shows: a -->\n\n```text\n…\n  b\n```\n\n```text\nc\n```\n";
    expect(shownOutput(page, "a")).toBe("…\n  b");
  });

  it.each(["```text\na\n```\n", "<!-- shows: a -->\n\nwords\n\n```text\na\n```\n"])(
    "is required: %j",
    (page) => {
      expect(() => shownOutput(page, "a")).toThrow("the output of 'a' is missing");
    },
  );
});
