import * as pulumi from "@pulumi/pulumi";
import { readKnown } from "../../../stack/preflight/known";

const name = "ghcr.io/octo/db";

/** What the engine tells of a stack's state. */
async function known(resources: readonly object[], stack: object = { images: {} }) {
  const outputs = Object.fromEntries(resources.map((each, index) => [`urn-${index}`, each]));
  await pulumi.runtime.setMocks(
    {
      newResource: () => ({ id: "", state: {} }),
      call: ({ token }) => ({ outputs: token.endsWith("readStackOutputs") ? stack : outputs }),
    },
    "project",
    "stack",
    false,
    "organization",
  );
  return readKnown();
}

const mirror = {
  type: "ghcr:index:Mirror",
  outputs: {
    ...{ package: name, passed: "mark", reference: `${name}:16` },
    ...{ digest: "sha256:pushed", platforms: ["linux/amd64"] },
  },
};

afterEach(async () => {
  await pulumi.runtime.disconnect();
});

it("knows nothing of a stack that finished no update", async () => {
  expect(await known([mirror], {})).toBeUndefined();
});

it("tells what was pushed last, what passed, and what is there since a refresh", async () => {
  const index = (tag: string, behind: string): object => ({
    type: "docker-build:index:Index",
    outputs: { ref: `${name}:${tag}@${behind}` },
  });
  const preview = { type: "docker-build:index:Index", outputs: { ref: `${name}:18` } };
  const found = await known([
    mirror,
    index("16", "sha256:moved"),
    index("17", "sha256:x"),
    preview,
  ]);
  expect(found?.passes).toEqual(new Map([[name, "mark"]]));
  const left = { digest: "sha256:pushed", reference: `${name}:16`, platforms: ["linux/amd64"] };
  expect(found?.digests).toEqual(new Map([[name, left]]));
  expect(found?.held).toEqual(
    new Map([
      [`${name}:16`, "sha256:moved"],
      [`${name}:17`, "sha256:x"],
    ]),
  );
});
