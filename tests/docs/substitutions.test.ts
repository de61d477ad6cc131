import { substituted } from "../system/docs/substitutions";

const known = { "OWNER/NAME": "a/b", OWNER: "a", NAME: "n", "ghcr.io": "localhost:1" };

it("puts in what stands for a word, the longest first", () => {
  expect(substituted("x OWNER/NAME ghcr.io/OWNER", known)).toBe("x a/b localhost:1/a");
});

it.each(["x MY_NAME", "x NAMES", "notghcr.io", "FILENAME"])(
  "takes whole words alone: %s",
  (text) => {
    expect(substituted(text, known)).toBe(text);
  },
);

it("leaves no ellipsis that nothing stands for", () => {
  expect(() => substituted("docker pull …", known)).toThrow(
    "'docker pull …': nothing stands for …",
  );
  expect(substituted("docker pull …", { ...known, "…": "a" })).toBe("docker pull a");
});

it("puts in nothing twice", () => {
  expect(substituted("A B", { A: "B", B: "C" })).toBe("B C");
});
