import { settingLine, variable } from "../../cli/variables";

it("takes an empty variable for none", () => {
  expect(variable({ A: "x" }, "A")).toBe("x");
  expect(variable({ A: "" }, "A")).toBeUndefined();
  expect(variable({}, "A")).toBeUndefined();
});

it("is set by a line of the shell that is usual on the machine", () => {
  expect(settingLine("A", "/b", "linux")).toBe("export A=/b");
  expect(settingLine("A", "C:\\b", "win32")).toBe('$env:A = "C:\\b"');
});
