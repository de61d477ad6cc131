import { isBuilderChosen, writeBuilderInUse } from "../../../core/docker/buildx";
import { temporaryFolders } from "../../temporaryFolders";

const temporaryFolder = temporaryFolders();

it("finds the builder that was written, and none without one", () => {
  const folder = temporaryFolder();
  expect(isBuilderChosen({ DOCKER_CONFIG: folder })).toBe(false);
  writeBuilderInUse(folder, "mine", "/run/buildkitd.sock");
  expect(isBuilderChosen({ DOCKER_CONFIG: folder })).toBe(true);
});
