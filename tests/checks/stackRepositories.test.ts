import { askStack, judgeStack, type Known, type Wanted, type WantedRepository } from "../../checks";
import { Token } from "../../ghcr/token";
import {
  ADMINISTRATOR_TOKEN,
  ORGANIZATION_TOKEN,
  PUBLISHER_TOKEN,
  SEED_ORGANIZATION,
} from "../../sandbox/seed";
import { workflowOf } from "./workflowOf";
import { startGithubHalf, type GithubHalf } from "../sandbox/world";

let github: GithubHalf;

beforeEach(async () => {
  github = await startGithubHalf();
});

afterEach(async () => {
  await github.close();
});

type Change = Partial<WantedRepository> & { readonly name: string };

function userStack(repositories: readonly Change[]): Wanted {
  return {
    owner: "F1bonacci66",
    registry: "localhost:1",
    username: "F1bonacci66",
    pullUsername: "F1bonacci66",
    administrator: new Token(ADMINISTRATOR_TOKEN),
    publisher: new Token(PUBLISHER_TOKEN),
    repositories: repositories.map((each) => ({ isMade: false, ...each })),
    images: [],
    packages: [],
  };
}

function organizationStack(repositories: readonly Change[], token = ORGANIZATION_TOKEN): Wanted {
  const administrator = new Token(token);
  return { ...userStack(repositories), owner: SEED_ORGANIZATION, administrator };
}

async function make(body: object, at = "/user/repos"): Promise<void> {
  const token = at === "/user/repos" ? ADMINISTRATOR_TOKEN : ORGANIZATION_TOKEN;
  const { status } = await github.ask("POST", at, { token, body });
  expect(status).toBe(201);
}

/** What was found, and what was asked for it beside the account and the repositories. */
async function found(wanted: Wanted, known?: Known): Promise<[string[], string[]]> {
  const before = github.journal.read().length;
  const answers = await askStack(wanted, known, github.origin);
  const findings = judgeStack(wanted, known, answers);
  for (const { mend = [], cause } of findings) expect([...mend, cause ?? ""].join("")).not.toBe("");
  return [
    findings.map(({ setting, outcome, found: what }) => `${outcome}: ${setting}: ${what}`),
    github.journal
      .read()
      .slice(before)
      .map(({ path }) => path)
      .filter(
        (path) => !/^\/user(\/repos)?$|^\/repos\/[^/]+\/[^/]+$|^\/orgs\/[^/]+\/repos$/.test(path),
      ),
  ];
}

const permissionsPath = "/repos/F1bonacci66/abacus/actions/permissions/workflow";

describe("a repository that is to be adopted", () => {
  const asItIs = { name: "abacus", adoption: "as it is" } as const;
  const settings = {
    description: "New",
    visibility: "private",
    workflowPermissions: "write",
    approvePullRequests: true,
  } as const;

  beforeEach(async () => {
    await make({ name: "abacus", description: "Old", visibility: "public" });
  });

  it("differs in nothing that the settings leave open, and no more is asked", async () => {
    expect(await found(userStack([asItIs]))).toEqual([[], []]);
  });

  it("differs in nothing that is the same", async () => {
    const same = {
      description: "Old",
      visibility: "public",
      workflowPermissions: "read",
      approvePullRequests: false,
    } as const;
    expect(await found(userStack([{ ...asItIs, ...same }]))).toEqual([[], [permissionsPath]]);
  });

  const differences = [
    "fail: ghcr:repositories.abacus.description: the settings say 'New', and GitHub has 'Old'",
    "fail: ghcr:repositories.abacus.visibility: the settings say 'private', and GitHub has 'public'",
    "fail: ghcr:repositories.abacus.workflowPermissions: the settings say 'write', and GitHub has 'read'",
    "fail: ghcr:repositories.abacus.approvePullRequests: the settings say true, and GitHub has false",
  ];

  it.each([1, 3])("is told all that differs, also out of a list: %d", async (count) => {
    const others = ["b", "c"].slice(0, count - 1);
    for (const name of others) await make({ name });
    const stack = userStack([{ ...asItIs, ...settings }, ...others.map((name) => ({ name }))]);
    expect(await found(stack)).toEqual([differences, [permissionsPath]]);
  });

  it("may differ where it is overwritten, and once it is in the state", async () => {
    const overwriting = { name: "abacus", adoption: "overwriting", ...settings } as const;
    expect(await found(userStack([overwriting]))).toEqual([[], []]);
    const known = { repositories: new Set(["f1bonacci66/abacus"]), passes: new Map() };
    expect(await found(userStack([{ ...asItIs, ...settings }]), known)).toEqual([[], []]);
  });

  it.each(["as it is", "overwriting"] as const)(
    "is written as GitHub does: %s",
    async (adoption) => {
      const [findings] = await found(userStack([{ name: "Abacus", adoption }]));
      expect(findings).toEqual([
        "fail: ghcr:repositories.Abacus: GitHub writes it F1bonacci66/abacus",
      ]);
    },
  );

  it("must be there", async () => {
    const [findings] = await found(userStack([{ name: "nowhere", adoption: "as it is" }]));
    expect(findings).toEqual([
      "fail: ghcr:repositories.nowhere: there is no repository F1bonacci66/nowhere for F1bonacci66",
    ]);
  });
});

describe("a secret that an organisation holds", () => {
  const shared = (name: string): Change => ({ name, isMade: true, sharesSecret: true });

  it("is none for a user, told once for all", async () => {
    expect(await found(userStack([shared("a"), shared("b"), shared("c")]))).toEqual([
      [
        "fail: ghcr:repositories.a.secretScope: F1bonacci66 is no organisation, and only organisations have secrets for several repositories (the same for b, c)",
      ],
      [],
    ]);
  });

  it("is none for another user either", async () => {
    const wanted = { ...organizationStack([shared("a")]), owner: "Leonardo" };
    const [findings, asked] = await found(wanted);
    expect(findings).toEqual([
      "fail: ghcr:repositories.a.secretScope: Leonardo is no organisation, and only organisations have secrets for several repositories",
    ]);
    expect(asked).toEqual(["/orgs/Leonardo"]);
  });

  it("does not reach what is not public on the plan Free", async () => {
    await make({ name: "open", visibility: "public" }, "/orgs/Liber-Abaci/repos");
    const open = { name: "open", sharesSecret: true };
    const made = { ...shared("made"), visibility: "public" };
    expect(await found(organizationStack([open, made, shared("a")]))).toEqual([
      [
        "fail: ghcr:repositories.a.secretScope: an organisation's secret does not reach it on the plan Free, for it is not public",
      ],
      ["/orgs/Liber-Abaci"],
    ]);
  });

  it("wants a token with admin:org", async () => {
    const [findings] = await found(organizationStack([shared("a")], ADMINISTRATOR_TOKEN));
    expect(findings).toEqual([
      "fail: github:token: this token may not manage organisation secrets",
    ]);
  });
});

describe("what should be internal", () => {
  const internal = { isMade: true, visibility: "internal" };

  it("cannot be in a user's account, and is told before GitHub is asked to make it", async () => {
    const [mine, asked] = await found(userStack(["a", "b"].map((name) => ({ name, ...internal }))));
    expect(mine).toEqual([
      "fail: ghcr:repositories.a.visibility: F1bonacci66 is no organisation, and only organisations have what is internal (the same for b)",
    ]);
    expect(asked).toEqual([]);
    const others = { ...organizationStack([{ name: "a", ...internal }]), owner: "Leonardo" };
    expect((await found(others))[0]).toContain(
      "fail: ghcr:repositories.a.visibility: Leonardo is no organisation, and only organisations have what is internal",
    );
  });

  it("cannot be as a package of a user's either", async () => {
    const look = {
      visibility: "internal",
      isEnforced: false,
      repository: "F1bonacci66/a",
    } as const;
    const images = ["a", "b"].map((name) => ({
      setting: `ghcr:repositories.a.images.${name}`,
      name,
      tags: ["latest"],
      isBuiltElsewhere: false,
      look,
    }));
    const wanted = { ...userStack([{ name: "a", isMade: true }]), images };
    expect((await found(wanted))[0]).toEqual([
      "fail: ghcr:repositories.a.images.a.packageVisibility: F1bonacci66 is no organisation, and only organisations have what is internal (the same for b)",
    ]);
  });

  it("cannot be in an organisation on the plan Free", async () => {
    expect(await found(organizationStack([{ name: "a", ...internal }]))).toEqual([
      [
        "fail: ghcr:repositories.a.visibility: Liber-Abaci is on the plan Free, and only an enterprise's organisations have what is internal",
      ],
      ["/orgs/Liber-Abaci"],
    ]);
  });

  it("is left to GitHub in an organisation of which the plan is not told", async () => {
    const wanted = organizationStack([{ name: "a", ...internal }], ADMINISTRATOR_TOKEN);
    expect(await found(wanted)).toEqual([[], ["/orgs/Liber-Abaci"]]);
  });

  it("is none of the stack's business where the repository is only referred to", async () => {
    await make({ name: "mine" });
    expect((await found(userStack([{ name: "mine", visibility: "internal" }])))[0]).toEqual([]);
  });
});

it("names no more than ten repositories with the same lack", async () => {
  const many = Array.from({ length: 13 }, (_, index) => ({
    name: `r${index}`,
    isMade: true,
    sharesSecret: true,
  }));
  const [findings] = await found(userStack(many));
  expect(findings).toEqual([expect.stringMatching(/\(the same for r1, r2, .*, r10 and 2 more\)$/)]);
});

describe("a repository that the stack made", () => {
  it("is said to leave the stack where it is only referred to from now on", async () => {
    await make({ name: "mine", visibility: "private" });
    const known = {
      repositories: new Set(["f1bonacci66/mine"]),
      passes: new Map<string, string>(),
    };
    const wanted = userStack([{ name: "mine" }]);
    const findings = judgeStack(wanted, known, await askStack(wanted, known, github.origin));
    expect(findings).toMatchObject([
      {
        outcome: "pass",
        found: "F1bonacci66/mine leaves the stack by this update, though it is still named",
        mend: [expect.stringContaining("'adopt: true'")],
      },
    ]);
  });

  it("is not deleted at the end with a token that may not", async () => {
    const made = { name: "made", isMade: true, isDeletedAtTheEnd: true };
    const [findings] = await found(organizationStack([made]));
    expect(findings).toEqual(["fail: github:token: this token may not delete repositories"]);
  });
});

describe("a workflow that is to be written", () => {
  it("takes a token that may write workflow files, and no other", async () => {
    const [name, workflow] = ["open", workflowOf({})];
    await make({ name, auto_init: true }, `/orgs/${SEED_ORGANIZATION}/repos`);
    const wanted = organizationStack([{ name, workflow }]);
    expect((await found(wanted))[0]).toEqual([
      "fail: github:token: this token may not write workflow files",
    ]);
    const [finding] = judgeStack(
      wanted,
      undefined,
      await askStack(wanted, undefined, github.origin),
    );
    expect(finding?.cause).toBe("The scope workflow is missing.");
    expect(finding?.mend?.join(" ")).toContain("scopes=repo,workflow");

    await make({ name, auto_init: true });
    expect((await found(userStack([{ name, workflow }])))[0]).toEqual([]);
  });

  it("cannot attest what is not public on a small plan", async () => {
    await make({ name: "open", visibility: "public", auto_init: true });
    await make({ name: "hidden", visibility: "private", auto_init: true });
    const attesting = { workflow: workflowOf({ attest: true }) };
    const stack = userStack([
      { name: "open", ...attesting },
      { name: "hidden", ...attesting },
      { name: "made", isMade: true, ...attesting },
    ]);
    expect((await found(stack))[0]).toEqual([
      "fail: ghcr:repositories.hidden.workflow.attest: GitHub takes no attestation of it on the plan Free, for it is not public (the same for made)",
    ]);
    const [findings, asked] = await found(
      organizationStack([{ ...attesting, name: "made", isMade: true }]),
    );
    expect(findings).toContainEqual(
      expect.stringMatching(/^fail: .*made\.workflow\.attest: .*Free/),
    );
    expect(asked).toContain(`/orgs/${SEED_ORGANIZATION}`);
  });
});

describe("tags that are to be protected", () => {
  it("cannot be on the plan Free where the repository is not public", async () => {
    await make({ name: "open", visibility: "public" });
    await make({ name: "hidden", visibility: "private" });
    const stack = userStack([
      { name: "open", protectsTags: true },
      { name: "hidden", protectsTags: true },
      { name: "made", isMade: true, protectsTags: true },
    ]);
    expect(await found(stack)).toEqual([
      [
        "fail: ghcr:repositories.hidden.protectTags: GitHub takes no ruleset for it on the plan Free, for it is not public (the same for made)",
      ],
      [],
    ]);
  });
});

describe("workflow permissions that an organisation forbids", () => {
  const path = "/orgs/Liber-Abaci/actions/permissions/workflow";
  const more = {
    name: "a",
    isMade: true,
    workflowPermissions: "write",
    approvePullRequests: true,
  } as const;

  it("are told before the update, by one request", async () => {
    expect(await found(organizationStack([more, { ...more, name: "b" }]))).toEqual([
      [
        "fail: ghcr:repositories.a.workflowPermissions: the organisation lets workflows only read unless a job says more (the same for b)",
        "fail: ghcr:repositories.a.approvePullRequests: the organisation lets no workflow approve pull requests (the same for b)",
      ],
      [path],
    ]);
  });

  it("are fine where it allows them", async () => {
    const body = { default_workflow_permissions: "write", can_approve_pull_request_reviews: true };
    await github.ask("PUT", path, { token: ORGANIZATION_TOKEN, body });
    expect(await found(organizationStack([more]))).toEqual([[], [path]]);
  });

  it("are left to the update where the token is not told of them", async () => {
    expect(await found(organizationStack([more], ADMINISTRATOR_TOKEN))).toEqual([[], [path]]);
  });

  it("are not asked for where no more than reading is wanted", async () => {
    const less = { name: "a", isMade: true, workflowPermissions: "read" } as const;
    expect(await found(organizationStack([less]))).toEqual([[], []]);
  });
});
