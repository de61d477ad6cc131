import { readMarkdown } from "../system/docs/markdown";

const fences = (text: string) => readMarkdown(text).fences;
const codes = (text: string) =>
  readMarkdown(text).codes.map(({ line, text: code }) => [line, code]);

describe("fences", () => {
  it("have their language, their lines with numbers, and the mark before them", () => {
    const page = ["# A", "", "<!-- shows: npm start -->", "", "```text", "a", "", "b", "```"];
    expect(fences(page.join("\n"))).toEqual([
      {
        line: 5,
        language: "text",
        shows: "npm start",
        lines: [
          { line: 6, text: "a" },
          { line: 7, text: "" },
          { line: 8, text: "b" },
        ],
      },
    ]);
  });

  it("in a list are unindented, and keep their own indentation", () => {
    const [fence] = fences("1. so\n\n   ```sh\n   a\n     b\n   ```\n");
    expect(fence?.lines.map(({ text }) => text)).toEqual(["a", "  b"]);
  });

  it("end only at the same kind of fence", () => {
    const found = fences("````md\n```sh\na\n```\n````\n~~~\nb\n```\n~~~\n");
    expect(found.map(({ language, lines }) => [language, lines.length])).toEqual([
      ["md", 3],
      ["", 2],
    ]);
  });

  it("have no mark if text follows it", () => {
    expect(fences("<!-- shows: a -->\n\ntext\n\n```text\nb\n```")[0]?.shows).toBeUndefined();
    expect(fences("<!-- shows: a -->\n<!-- prettier-ignore -->\n```text\nb\n```")[0]?.shows).toBe(
      "a",
    );
  });

  it("without an end are an error", () => {
    expect(() => fences("a\n\n```sh\nb\n")).toThrow("line 3: the fence has no end");
  });
});

describe("inline code", () => {
  it("is found in paragraphs, lists and tables, with its line", () => {
    const page = "`a` and `b c`\n- ``d ` e``\n\n| `f \\| g` |\n";
    expect(codes(page)).toEqual([
      [1, "a"],
      [1, "b c"],
      [2, "d ` e"],
      [4, "f | g"],
    ]);
  });

  it("spans lines, but not paragraphs", () => {
    expect(codes("say `npm\nstart` now\n")).toEqual([[1, "npm start"]]);
    expect(codes("say `npm\n\nstart` now\n")).toEqual([]);
  });

  it("is ignored in code blocks and comments", () => {
    expect(codes("<!-- `a`\n`b` -->\n```yaml\n# `c`\n```\n`d`\n")).toEqual([[6, "d"]]);
  });
});
