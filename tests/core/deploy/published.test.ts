import { imageOf, lock, lockOf, parseLock, pullSecretOf } from "../../../core/deploy";
import { images } from "./images";

const stack = "acme/pulumi-ghcr/prod";
const published = parseLock(lock(images));

it("gives what is there", () => {
  expect(lockOf(stack, lock(images))).toEqual(published);
  expect(imageOf(stack, published, "v7/web")).toBe(published["v7/web"]);
  expect(pullSecretOf(stack, "{}")).toBe("{}");
});

it.each<[string, () => unknown, string]>([
  [
    "no lock",
    () => lockOf(stack, undefined),
    `${stack} has no output 'lock': it is no stack of pulumi-ghcr, or a version before it was updated last; run 'pulumi up' there`,
  ],
  [
    "another schema version",
    () => lockOf(stack, '{"schemaVersion": 7}'),
    `${stack}: the output 'lock' cannot be read: its schemaVersion is 7, and this pulumi-ghcr reads 1; use the same version of pulumi-ghcr where it is written and where it is read`,
  ],
  [
    "an image without a digest",
    () => imageOf(stack, published, "v7/backend"),
    `${stack} has published no image 'v7/backend'; those with a digest are base, my-postgres, v7/web`,
  ],
  [
    "a name of JavaScript's own",
    () => imageOf(stack, {}, "constructor"),
    `${stack} has published no image 'constructor'; it has published none yet`,
  ],
  [
    "nothing to pull with",
    () => pullSecretOf(stack, undefined),
    `${stack} has no output 'dockerconfigjson'; set its pull token with 'pulumi config set --secret ghcr:pullToken', and run 'pulumi up'`,
  ],
])("%s is one clear message", (_what, read, message) => {
  let told = "nothing";
  try {
    read();
  } catch (error) {
    told = (error as Error).message;
  }
  expect(told).toBe(message);
});
