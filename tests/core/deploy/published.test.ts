import { imageOf, renderLock, lockOf, parseLock, pullSecretOf } from "../../../core/deploy";
import { images } from "./images";

const stack = "acme/pulumi-ghcr/prod";
const published = parseLock(renderLock(images));

it.each<[string, () => unknown, string]>([
  [
    "no lock",
    () => lockOf(stack, undefined),
    `${stack} has no output '__lock': it is not a stack of pulumi-ghcr, or an older version updated it last; run 'npx pulumi up' in that stack`,
  ],
  [
    "another schema version",
    () => lockOf(stack, '{"schemaVersion": 7}'),
    `${stack}: cannot read the output '__lock': its schemaVersion is 7, but this pulumi-ghcr reads 1; use the same version of pulumi-ghcr to write and to read it`,
  ],
  [
    "an image without a digest",
    () => imageOf(stack, published, "v7/backend"),
    `${stack} has not published an image 'v7/backend'; its published images are base, my-postgres, v7/web`,
  ],
  [
    "a name that every object has",
    () => imageOf(stack, {}, "constructor"),
    `${stack} has not published an image 'constructor'; it has published no images yet`,
  ],
  [
    "no pull secret",
    () => pullSecretOf(stack, undefined),
    `${stack} has no output 'dockerconfigjson'; set its pull token with 'npx pulumi config set --secret ghcr:pullToken', then run 'npx pulumi up'`,
  ],
])("reports %s", (_what, read, message) => {
  let thrown = "nothing";
  try {
    read();
  } catch (error) {
    thrown = (error as Error).message;
  }
  expect(thrown).toBe(message);
});
