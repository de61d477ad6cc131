import { substituted } from "../system/docs/substitutions";

const substitutions = { "OWNER/NAME": "a/b", OWNER: "a", NAME: "n", "ghcr.io": "localhost:1" };

it("replaces placeholders, the longest first", () => {
  expect(substituted("x OWNER/NAME ghcr.io/OWNER", substitutions)).toBe("x a/b localhost:1/a");
});

it.each(["x MY_NAME", "x NAMES", "notghcr.io", "FILENAME"])(
  "takes whole words alone: %s",
  (text) => {
    expect(substituted(text, substitutions)).toBe(text);
  },
);

it("leaves no ellipsis without a replacement", () => {
  expect(() => substituted("docker pull …", substitutions)).toThrow(
    "'docker pull …': nothing stands for …",
  );
  expect(substituted("docker pull …", { ...substitutions, "…": "a" })).toBe("docker pull a");
});

it("replaces nothing twice", () => {
  expect(substituted("A B", { A: "B", B: "C" })).toBe("B C");
});
