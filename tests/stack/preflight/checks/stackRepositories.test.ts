import { evaluate, observe } from "./observing";
import { SEED_ORGANIZATION } from "../../../../sandbox/seed";
import {
  check,
  github,
  createRepository,
  organizationStack,
  userStack,
} from "./stackOfRepositories";
import { priorStateWith } from "../../state/prior";
import { desiredWorkflow } from "../../desired";

const permissionsPath = "/repos/F1bonacci66/abacus/actions/permissions/workflow";

describe("a repository to adopt", () => {
  const asItIs = { name: "abacus", adopt: true } as const;
  const settings = {
    description: "New",
    visibility: "private",
    workflowPermissions: "write",
    approvePullRequests: true,
  } as const;

  beforeEach(async () => {
    await createRepository({ name: "abacus", description: "Old", visibility: "public" });
  });

  it("does not differ in unset settings, without further requests", async () => {
    expect(await check(userStack([asItIs]))).toEqual([[], []]);
  });

  it("does not differ in equal settings", async () => {
    const same = {
      description: "Old",
      visibility: "public",
      workflowPermissions: "read",
      approvePullRequests: false,
    } as const;
    expect(await check(userStack([{ ...asItIs, ...same }]))).toEqual([[], [permissionsPath]]);
  });

  const differences = [
    "fail: ghcr:repositories.abacus.description: the setting is 'New', but GitHub has 'Old'",
    "fail: ghcr:repositories.abacus.visibility: the setting is 'private', but GitHub has 'public'",
    "fail: ghcr:repositories.abacus.workflowPermissions: the setting is 'write', but GitHub has 'read'",
    "fail: ghcr:repositories.abacus.approvePullRequests: the setting is true, but GitHub has false",
  ];

  it.each([1, 3])("reports all differences, also from a list: %d", async (count) => {
    const others = ["b", "c"].slice(0, count - 1);
    for (const name of others) await createRepository({ name });
    const stack = userStack([{ ...asItIs, ...settings }, ...others.map((name) => ({ name }))]);
    expect(await check(stack)).toEqual([differences, [permissionsPath]]);
    const all = evaluate(stack, undefined, await observe(stack, undefined, github.origin));
    for (const { fix = [] } of all) expect(fix.join(" ")).toContain("'adopt: overwrite'");
  });

  it("may differ if it is overwritten, and once it is in the state", async () => {
    const overwriting = { name: "abacus", adopt: true, mayOverwrite: true, ...settings } as const;
    expect(await check(userStack([overwriting]))).toEqual([[], []]);
    const before = priorStateWith({ repositories: new Set(["f1bonacci66/abacus"]) });
    expect(await check(userStack([{ ...asItIs, ...settings }]), before)).toEqual([[], []]);
  });

  it.each([false, true])(
    "must have GitHub's capitals, whether it may be overwritten or not: %s",
    async (mayOverwrite) => {
      const stack = userStack([{ name: "Abacus", adopt: true, mayOverwrite }]);
      const [findings] = await check(stack);
      expect(findings).toEqual([
        "fail: ghcr:repositories.Abacus: the repository is called F1bonacci66/abacus on GitHub",
      ]);
    },
  );

  it("must exist", async () => {
    const [findings] = await check(userStack([{ name: "nowhere", adopt: true }]));
    expect(findings).toEqual([
      "fail: ghcr:repositories.nowhere: F1bonacci66/nowhere does not exist, or F1bonacci66 has no access to it",
    ]);
  });
});

describe("a repository that the stack created", () => {
  it("is reported to leave the stack if it is only referred to now", async () => {
    await createRepository({ name: "mine", visibility: "private" });
    const before = priorStateWith({ repositories: new Set(["f1bonacci66/mine"]) });
    const stack = userStack([{ name: "mine" }]);
    const findings = evaluate(stack, before, await observe(stack, before, github.origin));
    expect(findings).toMatchObject([
      {
        outcome: "pass",
        message:
          "this update removes F1bonacci66/mine from the stack, although the settings still name it",
        fix: [expect.stringContaining("'adopt: true'")],
      },
    ]);
  });

  it("needs a token that may delete it if it is deleted at the end", async () => {
    const made = { name: "made", create: true, onDestroy: "delete" } as const;
    const [findings] = await check(organizationStack([made]));
    expect(findings).toEqual(["fail: github:token: this token cannot delete repositories"]);
  });
});

describe("a workflow to write", () => {
  it("requires a token that may write workflow files", async () => {
    const [name, workflow] = ["open", desiredWorkflow()];
    await createRepository({ name, auto_init: true }, `/orgs/${SEED_ORGANIZATION}/repos`);
    const stack = organizationStack([{ name, workflow }]);
    expect((await check(stack))[0]).toEqual([
      "fail: github:token: this token cannot write workflow files",
    ]);
    const [finding] = evaluate(stack, undefined, await observe(stack, undefined, github.origin));
    expect(finding?.cause).toBe("The scope workflow is missing.");
    expect(finding?.fix?.join(" ")).toContain("scopes=repo,workflow");

    await createRepository({ name, auto_init: true });
    expect((await check(userStack([{ name, workflow }])))[0]).toEqual([]);
  });

  it("cannot attest a repository that is not public on a small plan", async () => {
    await createRepository({ name: "open", visibility: "public", auto_init: true });
    await createRepository({ name: "hidden", visibility: "private", auto_init: true });
    const attesting = { workflow: desiredWorkflow({ attest: true }) };
    const stack = userStack([
      { name: "open", ...attesting },
      { name: "hidden", ...attesting },
      { name: "made", create: true, ...attesting },
    ]);
    expect((await check(stack))[0]).toEqual([
      "fail: ghcr:repositories.hidden.workflow.attest: on the Free plan, GitHub accepts attestations only for public repositories (the same for made)",
    ]);
    const [findings, asked] = await check(
      organizationStack([{ ...attesting, name: "made", create: true }]),
    );
    expect(findings).toContainEqual(
      expect.stringMatching(/^fail: .*made\.workflow\.attest: .*Free/),
    );
    expect(asked).toContain(`/orgs/${SEED_ORGANIZATION}`);
  });
});
