import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import { explainDenials } from "../../components";
import { record } from "./recording";

/** The answer of Pulumi 3.68's language host, and Pulumi's error for an engine without hooks. */
const tooOld = [
  Object.assign(new Error("12 UNIMPLEMENTED: unknown method"), { code: 12 }),
  new Error("The Pulumi CLI does not support error hooks. Please update the Pulumi CLI"),
];

async function program(): Promise<boolean> {
  const hasHooks = await explainDenials();
  new github.Repository("made", {});
  new pulumi.ComponentResource("a:b:C", "other");
  return hasHooks;
}

it("adds the hook to the resources of GitHub and the registry", async () => {
  const { result, errorHooks } = await record(program, { isStack: true });
  expect(result).toBe(true);
  expect(errorHooks).toEqual({ "Repository made": ["ghcr-refusal"] });
});

it("keeps the hooks that a resource already has", async () => {
  const { errorHooks } = await record(
    async () => {
      await explainDenials();
      const ownHook = new pulumi.ErrorHook("own", () => false);
      return new github.Repository("made", {}, { hooks: { onError: [ownHook] } });
    },
    { isStack: true },
  );
  expect(errorHooks).toEqual({ "Repository made": ["own", "ghcr-refusal"] });
});

it.each(tooOld)("does nothing if hooks are not supported: %s", async (hookRefusal) => {
  const { result, errorHooks, resources } = await record(program, { hookRefusal, isStack: true });
  expect(result).toBe(false);
  expect(errorHooks).toEqual({});
  expect(resources).toHaveLength(2);
});

it("hides no other error", async () => {
  const hookRefusal = Object.assign(new Error("14 UNAVAILABLE"), { code: 14 });
  await expect(record(program, { hookRefusal, isStack: true })).rejects.toThrow("14 UNAVAILABLE");
});
