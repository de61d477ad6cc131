import fs from "node:fs";

it("reads no workflow step until a workflow is written", () => {
  const read = jest.spyOn(fs, "readFileSync");
  jest.requireActual("../../components");
  const steps = read.mock.calls.filter(([path]) => /[\\/]steps[\\/]/.test(String(path)));
  expect(steps).toEqual([]);
});
