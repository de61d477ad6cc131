import type { AvailableBuilder } from "../../../../../cli/commands/init/builder";
import {
  makePlan,
  type Answers,
  type PlanInput,
} from "../../../../../cli/commands/init/settings/plan";

const nobody: Answers = {
  owner: undefined,
  images: undefined,
  tags: undefined,
  visibility: undefined,
  build: undefined,
};
const dedicated: AvailableBuilder = { kind: "dedicated", name: "pulumi-ghcr", exists: false };

/** The plan for one image, if GitHub cannot be reached. */
async function planBuilder(
  builder: AvailableBuilder,
  config: PlanInput["config"],
  build?: Answers["build"],
  owner?: string,
): Promise<string | undefined> {
  const token = "ghp_exampleOfAPlan";
  const { plan, notes } = await makePlan({
    scan: {
      repositories: [
        { name: "app", root: "../app", skipped: [], images: [{ name: "app", context: "../app" }] },
      ],
      isCut: false,
    },
    answers: { ...nobody, build, owner },
    tokens: {
      publisher: token,
      administrator: token,
      from: "the keyboard",
      names: { publisher: "the token", administrator: "the token" },
      account: "octo",
      writesWorkflows: true,
    },
    prerequisites: {
      program: ".",
      pulumi: "pulumi",
      environment: {},
      api: "http://127.0.0.1:9/",
      registry: "ghcr.io",
      folders: [],
    },
    config,
    builder,
  });
  expect(notes).toEqual([expect.stringMatching(/^octo\/app: whether it exists is unknown: /)]);
  return plan.builder;
}

it("another owner is rejected if the stack has repositories, which would change their owner", async () => {
  const planFailure = (owner: string, repositories: object): Promise<string | undefined> =>
    planBuilder(
      dedicated,
      { "ghcr:owner": owner, "ghcr:repositories": repositories },
      undefined,
      "octo",
    );
  await expect(planFailure("other", { app: {} })).rejects.toThrow(
    "--owner: the stack's owner is other, and its repositories are other's; create another stack for octo: --owner octo --stack NAME",
  );
  expect(await planFailure("other", {})).toBe("pulumi-ghcr");
  expect(await planFailure("Octo", { app: {} })).toBe("pulumi-ghcr");
});

it.each<[string, AvailableBuilder, PlanInput["config"], Answers["build"], string | undefined]>([
  ["no builder is set", dedicated, {}, undefined, "pulumi-ghcr"],
  [
    "the settings name it",
    dedicated,
    { "ghcr:builder": { name: "pulumi-ghcr" } },
    undefined,
    "pulumi-ghcr",
  ],
  [
    "the settings name another",
    dedicated,
    { "ghcr:builder": { name: "ci" } },
    undefined,
    undefined,
  ],
  ["GitHub builds", dedicated, {}, "actions", undefined],
  ["one is in use", { kind: "in use" }, {}, undefined, undefined],
])(
  "whether a dedicated builder is planned where %s",
  async (_what, builder, config, build, name) => {
    expect(await planBuilder(builder, config, build)).toBe(name);
  },
);
