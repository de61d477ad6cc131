import * as pulumi from "@pulumi/pulumi";
import { loadStack } from "../../../stack/settings/pulumiConfiguration";
import { errorOf, secretKeys, tokens } from "./configuring";

afterEach(() => {
  pulumi.runtime.setAllConfig({});
});

/** Sets Pulumi's configuration: an owner, both tokens, stored as secrets, and these changes. */
function configurePulumi(changed: Readonly<Record<string, string>>, stored = secretKeys): void {
  pulumi.runtime.setAllConfig({ "ghcr:owner": "octo", ...tokens, ...changed }, [...stored]);
}

const refusal = (): Error => errorOf(() => loadStack({}));

it("the stack is what Pulumi's configuration and the variables describe", () => {
  configurePulumi({ "ghcr:repositories": JSON.stringify({ a: { images: { a: "." } } }) });
  const stack = loadStack({ GHCR_REGISTRY: "localhost:5000" });
  expect([stack.owner, stack.registry]).toEqual(["octo", "localhost:5000"]);
  expect(stack.images).toMatchObject([{ name: "a", repository: "a" }]);
  expect(stack.credentials.admin?.reveal()).toBe(tokens["github:token"]);
  expect(stack.credentials.publish.reveal()).toBe(tokens["ghcr:token"]);
});

it("a key that is stored as plain text, or without its prefix, is rejected", () => {
  configurePulumi({ [`${pulumi.getProject()}:owner`]: "octo" }, ["github:token"]);
  expect(refusal().message).toContain("ghcr:token: is stored as plain text");
  expect(refusal().message).toContain("owner: has no 'ghcr:' prefix");
});

it("the error is a RunError whose stack is its message, so that Pulumi prints it at once", () => {
  configurePulumi({ "ghcr:owner": "two words" });
  const error = refusal();
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect(error.stack).toBe(error.message);
});
