import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { madeDocuments } from "../../../scripts/docs/main";
import { embed, withoutShell } from "../../../scripts/docs/embedded";

const made = madeDocuments();

it.each(Object.keys(made))("%s is what the sources make of it", (file) => {
  expect(readFileSync(join(__dirname, "..", "..", "..", file), "utf8")).toBe(made[file]);
});

describe("the workflow in a document", () => {
  const publish = made["docs/publish.yml"] ?? "";

  it("stands whole in the guide", () => {
    expect(embedded("docs/workflow.md")).toBe(publish);
  });

  it.each(["README.md", "README.ru.md", "README.zh.md"])(
    "has in %s each line but the shell's",
    (file) => {
      type Step = Readonly<Record<string, unknown>>;
      type Jobs = Readonly<Record<string, { readonly steps: readonly Step[] }>>;
      const read = (text: string) => parse(text) as { readonly jobs: Jobs };
      const shown = read(embedded(file));
      const whole = read(publish);
      const scripts = Object.values(whole.jobs).flatMap(({ steps }) =>
        steps.filter(({ run }) => run),
      );
      expect(scripts.length).toBeGreaterThan(5);
      const cut = JSON.stringify(whole, (key, value: unknown) =>
        key === "run" ? cutOf(value) : value,
      );
      expect(shown).toEqual(JSON.parse(cut));
    },
  );

  /** `defaults.run` is no script. */
  function cutOf(value: unknown): unknown {
    return typeof value === "string" ? "…" : value;
  }

  function embedded(file: string): string {
    const shown = /<!-- publish\.yml: begin -->[^]*?\n```yaml\n([^]*?\n)```\n/;
    return shown.exec(made[file] ?? "")?.[1] ?? "";
  }
});

describe("withoutShell", () => {
  it.each([
    [
      "counts blank lines within, and none behind",
      "  run: |\n    a\n\n    b\n\n  next: 1\n",
      "  run: … # 3 lines of shell\n\n  next: 1\n",
    ],
    ["says line of one", "  run: |\n    a\n", "  run: … # 1 line of shell\n"],
    ["leaves other texts", "  env: |\n    run: a\n", "  env: |\n    run: a\n"],
  ])("%s", (_name, text, expected) => {
    expect(withoutShell(text)).toBe(expected);
  });
});

describe("embed", () => {
  const page = "before\n<!-- a: begin -->\nold\n<!-- a: end -->\nafter\n";

  it("changes nothing but what stands between the two lines, and the same once more", () => {
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
