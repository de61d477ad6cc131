import fs from "node:fs";

it("reads no step of a workflow until one is written", () => {
  const read = jest.spyOn(fs, "readFileSync");
  jest.requireActual("../../components");
  const steps = read.mock.calls.filter(([path]) => /[\\/]steps[\\/]/.test(String(path)));
  expect(steps).toEqual([]);
});
