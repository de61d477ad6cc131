import { isBuilderChosen, writeBuilderInUse } from "../../../core/docker/buildx";
import { temporaryFolders } from "../../toolchain/temporary";

const temporaryFolder = temporaryFolders();

it("a builder that was written is the one that was chosen, and without one none was", () => {
  const folder = temporaryFolder();
  expect(isBuilderChosen({ DOCKER_CONFIG: folder })).toBe(false);
  writeBuilderInUse(folder, "mine", "/run/buildkitd.sock");
  expect(isBuilderChosen({ DOCKER_CONFIG: folder })).toBe(true);
});
