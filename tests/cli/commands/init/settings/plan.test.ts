import type { AvailableBuilder } from "../../../../../cli/commands/init/builder";
import { ADMINISTRATOR_TOKEN, SEED_OWNER } from "../../../../../sandbox/seed";
import { startGithubHalf } from "../../../../sandbox/world";
import { prerequisitesOf } from "../prerequisites";
import {
  makePlan,
  type Answers,
  type PlanInput,
  type PlanResult,
} from "../../../../../cli/commands/init/settings/plan";

const nobody: Answers = {
  owner: undefined,
  images: undefined,
  tags: undefined,
  visibility: undefined,
  build: undefined,
};
const dedicated: AvailableBuilder = { kind: "named", name: "pulumi-ghcr", exists: false };

/** The plan for a repository with these images. */
function planOf(
  images: readonly string[],
  {
    answers = {},
    token = "ghp_exampleOfAPlan",
    api = "http://127.0.0.1:9/",
    ...more
  }: Partial<Pick<PlanInput, "config" | "builder">> & {
    readonly answers?: Partial<Answers>;
    readonly token?: string;
    readonly api?: string;
  },
): Promise<PlanResult> {
  return makePlan({
    scan: {
      repositories: [
        {
          ...{ name: "app", root: "../app", skipped: [] },
          images: images.map((name) => ({ name, context: `../${name}` })),
        },
      ],
      isCut: false,
    },
    answers: { ...nobody, ...answers },
    tokens: {
      publisher: token,
      administrator: token,
      from: "the keyboard",
      names: { publisher: "the token", administrator: "the token" },
      account: "octo",
      writesWorkflows: true,
    },
    prerequisites: prerequisitesOf(".", { api }),
    config: {},
    builder: dedicated,
    ...more,
  });
}

/** The builder in the plan for one image, if GitHub cannot be reached. */
async function planBuilder(
  builder: AvailableBuilder,
  config: PlanInput["config"],
  build?: Answers["build"],
  owner?: string,
): Promise<string | undefined> {
  const { plan, notes } = await planOf(["app"], { builder, config, answers: { build, owner } });
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

it("an image that was left out before is not added unless it is named", async () => {
  const config = { "ghcr:owner": "octo", "ghcr:repositories": { app: { images: { web: {} } } } };
  const { plan, skipped } = await planOf(["app", "web"], { config });
  const [repository] = plan.repositories;
  expect(repository?.images.map(({ name }) => name)).toEqual(["web"]);
  expect(skipped).toEqual(["app: is not in the settings; to include it: --image app"]);
  const named = await planOf(["app", "web"], { config, answers: { images: ["app"] } });
  expect(named.plan.repositories[0]?.images.map(({ name }) => name)).toEqual(["app"]);
});

it("a repository keeps its name on GitHub, and is not created again", async () => {
  const github = await startGithubHalf();
  const token = ADMINISTRATOR_TOKEN;
  const onGitHub = { answers: { owner: SEED_OWNER }, token, api: `${github.origin}/` };
  await github.ask("POST", "/user/repos", { body: { name: "App" } });
  const { plan, notes } = await planOf(["app"], onGitHub);
  expect(plan.repositories).toEqual([expect.objectContaining({ name: "App" })]);
  expect(plan.repositories[0]).not.toHaveProperty("create");
  expect(notes).toEqual([]);
  await github.close();
});

it("a folder without an image to publish is reported, even if the stack has repositories", async () => {
  const config = {
    "ghcr:owner": "octo",
    "ghcr:repositories": { other: { images: { other: {} } } },
  };
  await expect(planOf(["app/dev"], { config })).rejects.toThrow(
    "no Dockerfile to publish below \n  skipped: app/dev: is for development, by its name",
  );
});

it("mirrors need no builder, and keep their owner", async () => {
  const from = "docker.io/library/postgres:alpine";
  const mirrors = [{ name: "postgres", from }];
  const { plan } = await planOf([], { answers: { mirrors } });
  expect(plan).toEqual({ owner: "octo", repositories: [], mirrors });
  const config = { "ghcr:owner": "other", "ghcr:mirrors": { postgres: from } };
  await expect(planOf([], { config, answers: { mirrors, owner: "octo" } })).rejects.toThrow(
    "--owner: the stack's owner is other, and its mirrors are other's; create another stack for octo",
  );
  const taken = { "ghcr:owner": "octo", "ghcr:mirrors": { postgres: "quay.io/a/postgres:16" } };
  await expect(planOf([], { config: taken, answers: { mirrors } })).rejects.toThrow(
    `--mirror: '${from}' would be copied to postgres`,
  );
});
