import * as pulumi from "@pulumi/pulumi";
import { readPriorState } from "../../../stack/state";
import { mockEngine } from "./prior";

/** The engine's answers about a stack's state. */
async function read(resources: readonly object[], stack: object = { images: {} }) {
  const outputs = Object.fromEntries(resources.map((each, index) => [`urn-${index}`, each]));
  await mockEngine(({ token }) => ({
    outputs: token.endsWith("readStackOutputs") ? stack : outputs,
  }));
  return readPriorState();
}

const repository = {
  type: "github:index/repository:Repository",
  outputs: { fullName: "Octo/App" },
};

afterEach(async () => {
  await pulumi.runtime.disconnect();
});

it("is undefined for a stack that has not finished an update", async () => {
  expect(await read([repository], {})).toBeUndefined();
});

it("has the resources of one that has", async () => {
  const prior = await read([repository, { type: "pulumi:pulumi:Stack" }]);
  expect(prior?.repositories).toEqual(new Set(["octo/app"]));
});
