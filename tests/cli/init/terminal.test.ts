import { typedOn } from "../../../cli/init/terminal";

it.each<[string, string, string, object]>([
  ["a paste", "", "ghp_x", { text: "ghp_x" }],
  [
    "Enter behind it, and what a paste has below",
    "gh",
    "p_x\r\nmore",
    { text: "ghp_x", ends: "entered" },
  ],
  [
    "a paste as a terminal marks it",
    "",
    "\u001b[200~ghp_x\u001b[201~\n",
    { text: "ghp_x", ends: "entered" },
  ],
  ["arrows and other keys", "", "a\u001b[Db\u001b[1;5C\u001b[3~c", { text: "abc" }],
  ["Backspace, of either kind, also where nothing is left", "ab", "\u007f\b\bx", { text: "x" }],
  ["Ctrl-U", "wrong", "\u0015right", { text: "right" }],
  ["Ctrl-C", "ab", "c\u0003d", { text: "abc", ends: "interrupted" }],
  ["Ctrl-D at the beginning", "", "\u0004", { text: "", ends: "closed" }],
  ["Ctrl-D in the middle", "ab", "\u0004c", { text: "abc" }],
  ["a blank, which is a slip to be told of", "", " ghp_x", { text: " ghp_x" }],
])("takes %s", (_what, before, chunk, typed) => {
  expect(typedOn(before, chunk)).toEqual(typed);
});
