import * as pulumi from "@pulumi/pulumi";
import { OrganizationSecret, type OrganizationSecretArgs } from "../../components";
import { record, refusedProperty, valueOf, type Recording } from "./recording";

const token = "ghp_exampleexampleexampleexampleexample";

function share(args: Partial<OrganizationSecretArgs> = {}): Promise<Recording<OrganizationSecret>> {
  return record(() => new OrganizationSecret("shared", { token, repositoryIds: [1, 2], ...args }));
}

const secret = {
  type: "github:index/actionsOrganizationSecret:ActionsOrganizationSecret",
  name: "shared",
  parent: "shared",
  inputs: {
    secretName: "GHCR_TOKEN",
    value: { secret: token },
    visibility: "selected",
    selectedRepositoryIds: [1, 2],
  },
};

it("is one resource, whatever the number of repositories", async () => {
  const selectedRepositoryIds = Array.from({ length: 100 }, (_, index) => index);
  const repositoryIds = selectedRepositoryIds.map((id) => (id === 2 ? pulumi.output(id) : id));
  const { resources, outputs } = await share({ repositoryIds });
  expect(resources).toEqual([
    { type: "ghcr:index:OrganizationSecret", name: "shared", inputs: {} },
    { ...secret, inputs: { ...secret.inputs, selectedRepositoryIds } },
  ]);
  expect(outputs).toEqual({ shared: { secretName: "GHCR_TOKEN" } });
});

it("has the name that is set", async () => {
  const { resources, result } = await share({ secretName: "PACKAGES" });
  expect(resources[1]?.inputs).toEqual({ ...secret.inputs, secretName: "PACKAGES" });
  expect(await valueOf(result.secretName)).toBe("PACKAGES");
});

it("can be changed by a transform", async () => {
  const { resources, options } = await share({
    transform: {
      secret: (args, opts) => {
        args.visibility = "private";
        opts.protect = true;
      },
    },
  });
  expect(resources[1]?.inputs).toEqual({ ...secret.inputs, visibility: "private" });
  expect(options).toEqual({
    "ActionsOrganizationSecret shared": { protect: true, ignoreChanges: ["destroyOnDrift"] },
  });
});

it.each([
  [undefined, {}, ["destroyOnDrift"]],
  [true, { destroyOnDrift: true }, undefined],
  [false, {}, undefined],
])("is written again if somebody else changed it: mark %s", async (secretMark, mark, ignored) => {
  const { resources, options } = await share({ hints: { secretMark } });
  expect(resources[1]?.inputs).toEqual({ ...secret.inputs, ...mark });
  expect(options["ActionsOrganizationSecret shared"]?.ignoreChanges).toEqual(ignored);
});

it("rejects a name that GitHub reserves", async () => {
  expect(await refusedProperty(() => share({ secretName: "GITHUB_PACKAGES" }))).toBe("secretName");
});
