import { denials, recognize } from "../../../core/denials";
import { literalPrefix } from "../../../core/denials/literalPrefix";

const rows = denials.map((denial) => [denial.id, denial] as const);

describe.each(rows)("the row %s", (id, denial) => {
  it("matches its example, and no earlier row does", () => {
    expect(recognize(denial.example).map((each) => each.denial?.id)).toEqual([id]);
  });

  it("has a cause and a fix, without unknown placeholders", () => {
    const [finding] = recognize(denial.example);
    const texts = [finding?.cause ?? "", ...(finding?.fix ?? [])];
    expect(texts.length).toBeGreaterThan(1);
    for (const each of texts) {
      expect(each.length).toBeGreaterThan(8);
      expect(each).not.toMatch(/\{(?:owner|name|repository|host)\}/);
    }
  });

  it("names its sources", () => {
    expect(denial.sources.length).toBeGreaterThan(0);
    for (const source of denial.sources) expect(source).toMatch(/^https:\/\/[\w.-]+\/\S+$/);
  });

  it("has safe patterns: literal text first, no unbounded repetition", () => {
    for (const { source, flags } of denial.patterns) {
      expect(flags).toBe("i");
      const bare = source.replace(/\\./g, "e").replace(/\[[^\]]*\]/g, "c");
      expect(bare).not.toMatch(/[*+]|\{\d+,\}/);
      expect(bare).toMatch(/^(?:\(\?:)?[\w:"!/. ]{2}/);
    }
    for (const { source, flags } of (denial.errors ?? []).flatMap(({ message }) => message ?? [])) {
      expect(flags).toBe("i");
      expect(source).toMatch(/^\^[\w:. \\]+\$?$/);
    }
  });
});

it("what a row's sources do not confirm is described in a sentence", () => {
  const open = denials.flatMap(({ unsettled }) => unsettled ?? []);
  expect(open.length).toBeGreaterThan(0);
  for (const sentence of open) expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
});

it("each row has a unique id", () => {
  expect(new Set(denials.map(({ id }) => id)).size).toBe(denials.length);
});

it.each(denials.flatMap(({ patterns: response }) => response))(
  "%s begins with text that few lines have",
  (pattern) => {
    expect(literalPrefix(pattern).length).toBeGreaterThan(2);
  },
);
