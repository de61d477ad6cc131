import * as pulumi from "@pulumi/pulumi";
import { PublishedImages } from "../../components";
import { renderLock } from "../../core/deploy";
import { first, images } from "../core/deploy/images";
import { valueOf } from "./recording";

/** A stack with these outputs, as another program reads it. */
async function readOutputs(outputs: Record<string, unknown>): Promise<PublishedImages> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ id, inputs }) => ({
        id: id ?? "id",
        state: {
          ...(inputs as Record<string, unknown>),
          outputs,
          secretOutputNames: Object.keys(outputs).filter((name) => name === "dockerconfigjson"),
        },
      }),
      call: () => ({}),
    },
    "deployer",
    "prod",
  );
  return new PublishedImages(new pulumi.StackReference("acme/pulumi-ghcr/prod"));
}

afterEach(async () => {
  await pulumi.runtime.disconnect();
});

it("returns each image with all its data, not as a secret", async () => {
  const stack = await readOutputs({ __lock: renderLock(images), dockerconfigjson: "{}" });
  const pinned = stack.pinned("v7/web");
  expect(await valueOf(pinned)).toMatch(/\/v7\/web:1\.10@sha256:2+$/);
  expect(await pulumi.isSecret(pinned)).toBe(false);
  expect(await valueOf(stack.image("my-postgres"))).toEqual({
    name: "my-postgres",
    reference: "ghcr.io/hellocplusplus0/my-postgres:alpine",
    digest: first,
    pinned: `ghcr.io/hellocplusplus0/my-postgres:alpine@${first}`,
    services: ["db"],
  });
  expect(Object.keys(await valueOf(stack.images))).toEqual(["base", "my-postgres", "v7/web"]);
});

it("returns the pull credentials as a secret", async () => {
  const stack = await readOutputs({ __lock: renderLock([]), dockerconfigjson: "{}" });
  const secret = stack.pullSecret();
  expect([await valueOf(secret), await pulumi.isSecret(secret)]).toEqual(["{}", true]);
});
