import { settingLine, readVariable } from "../../cli/variables";

it("treats an empty variable as unset", () => {
  expect(readVariable({ A: "x" }, "A")).toBe("x");
  expect(readVariable({ A: "" }, "A")).toBeUndefined();
  expect(readVariable({}, "A")).toBeUndefined();
});

it("is set by a line for the system's usual shell", () => {
  expect(settingLine("A", "/b", "linux")).toBe("export A=/b");
  expect(settingLine("A", "C:\\b", "win32")).toBe('$env:A = "C:\\b"');
});
