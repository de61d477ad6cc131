import { findCommandLines, findUnmarkedFences } from "../system/docs/commandLines";
import { readPages } from "../system/docs/pages";

const lines = (text: string) =>
  findCommandLines("a.md", text).map(({ line, text: command }) => [line, command]);

describe("a code block with commands", () => {
  it("contains each of its lines, without comments", () => {
    const page = ["```sh", "# first", "npm start", "", "a 'b # c' \"# d\"  # because", "```"];
    expect(lines(page.join("\n"))).toEqual([
      [3, "npm start"],
      [5, "a 'b # c' \"# d\""],
    ]);
  });

  it("joins continued lines", () => {
    expect(lines("```sh\ndocker run \\\n  -d \\\n  image\nnext\n```")).toEqual([
      [2, "docker run -d image"],
      [5, "next"],
    ]);
  });

  it("names its shell", () => {
    const page = "```sh\na\n```\n```powershell\nb\n```\n```zsh\nc\n```\n`npm start`\n";
    expect(findCommandLines("a.md", page).map(({ shell, where }) => [shell, where])).toEqual([
      ["sh", "fence"],
      ["powershell", "fence"],
      ["zsh", "fence"],
      ["sh", "sentence"],
    ]);
  });

  it("is none of another language", () => {
    expect(lines("```yaml\nnpm: start\n```\n```text\nnpm start\n```")).toEqual([]);
  });
});

describe("code within a sentence", () => {
  it.each([
    ["npm start"],
    ["TOKEN=… npm run doctor"],
    ["A=1 B=2 npx pulumi-ghcr init"],
    ["(umask 077; pulumi stack output login)"],
    ["scripts/push-to-ghcr.sh"],
  ])("is a command line: %s", (code) => {
    expect(lines(`so: \`${code}\`.`)).toEqual([[1, code]]);
  });

  it.each([["npm"], ["docker-bake.json"], ["pulumi-ghcr/publish-…"], ["ghcr:token"], ["umask"]])(
    "is none: %s",
    (code) => {
      expect(lines(`so: \`${code}\`.`)).toEqual([]);
    },
  );
});

describe("a fence without a language", () => {
  it("is reported by its line, because commands and output cannot be distinguished", () => {
    const page = "```sh\na\n```\n\n```\nnpm start\n```\n";
    expect(findUnmarkedFences("a.md", page)).toEqual([
      "a.md:5: sh for what is typed, text for what is printed",
    ]);
  });

  it("is in no page", () => {
    expect(readPages().flatMap(({ file, text }) => findUnmarkedFences(file, text))).toEqual([]);
  });
});
