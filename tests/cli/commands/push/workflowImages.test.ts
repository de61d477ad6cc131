import { requireWorkflowImages } from "../../../../cli/commands/push/workflowImages";
import { describeRelease, type PushStack } from "../../../../cli/commands/push/stack";
import { Token } from "../../../../core/tokens/token";
import { answer } from "../../../core/registry/fakeRegistry";
import { fixture, startRegistryForEachTest } from "../../../core/registry/guardedRegistry";
import { stackWith } from "../../../stack/settings/configuring";

startRegistryForEachTest();

const web = { context: ".", build: "actions" };

function releaseOf(settings: Readonly<Record<string, unknown>>): PushStack {
  const { host: registry } = fixture.registry;
  const tag = "v1.2.0";
  const desired = stackWith({ registry, version: tag, ...settings });
  const token = new Token("ghp_exampleexampleexampleexampleexample");
  return {
    ...describeRelease(desired),
    ...{ registry, username: "F1bonacci66", token, tokenFrom: "ghcr:token", tag },
    ...{ releases: "fixed", version: undefined },
  };
}

async function problemOf(settings: Readonly<Record<string, unknown>>): Promise<string> {
  const required = requireWorkflowImages({ stack: "organization/ghcr/prod" }, releaseOf(settings));
  return required.then(
    () => "",
    (error: unknown) => (error as Error).message,
  );
}

function serve(status: number, body: object): void {
  fixture.registry.handle = (_request, response) => {
    answer(response, status, JSON.stringify(body));
  };
}

const settings = {
  repositories: { shop: { images: { web, api: { ...web, tags: ["{{version}}", "latest"] } } } },
};

it("a version that workflows have yet to build is refused, with the commands that build it", async () => {
  serve(404, {});
  const { host } = fixture.registry;
  expect(await problemOf(settings)).toBe(
    [
      "no image of this stack is built by pulumi up, and these are not published yet; nothing was changed:",
      `  - web: ${host}/f1bonacci66/web:v1.2.0`,
      `  - api: ${host}/f1bonacci66/api:1.2.0`,
      "Cause: a workflow builds them, when the tag of a version is pushed to their repository.",
      "Fix: push the tag:",
      "git -C . tag v1.2.0",
      "git -C . push origin v1.2.0",
      "After the workflow's run has finished, pin the images:",
      "npx pulumi-ghcr push v1.2.0 --stack prod",
    ].join("\n"),
  );
});

it("a version that the workflows have built is pinned", async () => {
  serve(200, { schemaVersion: 2, manifests: [] });
  expect(await problemOf(settings)).toBe("");
});

it("a stack that builds an image itself, or mirrors one, is updated", async () => {
  serve(404, {});
  expect(await problemOf({ repositories: { shop: { images: { web, api: "." } } } })).toBe("");
  const mirrors = { db: "docker.io/library/postgres:alpine" };
  expect(await problemOf({ ...settings, mirrors })).toBe("");
});
