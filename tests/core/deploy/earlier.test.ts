import {
  deploymentFileNames,
  deploymentFiles,
  type DeploymentFileName,
} from "../../../core/deploy";
import { images, renderFiles } from "./images";

const kept = images.map((image) => ({ ...image, lastKnownTag: "1.9" }));

describe.each(deploymentFileNames)("an earlier version of the file %s", (name) => {
  const { isEarlier } = deploymentFiles[name];

  it.each([
    ["with images", images],
    ["with comments", kept],
    ["without images", []],
  ])("is one %s", (_what, deployed) => {
    expect(isEarlier(`${renderFiles(deployed)[name]}\n`)).toBe(true);
  });

  it("is no file of another kind", () => {
    const others = Object.entries(renderFiles(images)).filter(([other]) => other !== name);
    for (const [other, text] of others) expect([other, isEarlier(text)]).toEqual([other, false]);
  });
});

it.each<[DeploymentFileName, string]>([
  ["compose", "services:\n  web:\n    image: a/b:1\n    ports: ['80:80']\n"],
  ["compose", "name: app\nservices: {}\n"],
  ["compose", "services: ["],
  ["dotenv", "IMAGE_A=a/b:1\nPOSTGRES_PASSWORD=secret\n"],
  ["kustomization", "resources:\n  - deployment.yaml\n"],
  ["kustomization", "kind: Component\napiVersion: v1\nimages: []\nresources: []\n"],
  ["bake", '{"target": {"app": {"context": "."}}}'],
  ["bake", '{"group": {}, "target": {"app": {"context": "."}}}'],
  ["lock", '{"images": {}}'],
])("%s: a file that somebody else wrote is none: %j", (name, text) => {
  expect(deploymentFiles[name].isEarlier(text)).toBe(false);
});
