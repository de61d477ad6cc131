import { Token } from "../../../../core/tokens/token";
import { ADMINISTRATOR_TOKEN, ORGANIZATION_TOKEN, PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { desiredImage } from "../../desired";
import { packagesPushedBy, priorStateWith } from "../../state/prior";
import {
  check,
  github,
  createRepository,
  organizationStack,
  userStack,
  type Change,
} from "./stackOfRepositories";

describe("an organization secret", () => {
  const shared = (name: string): Change => ({ name, create: true, secretScope: "organization" });

  it("fails for a user, reported once for all", async () => {
    expect(await check(userStack([shared("a"), shared("b"), shared("c")]))).toEqual([
      [
        "fail: ghcr:repositories.a.secretScope: F1bonacci66 is not an organization, and only organizations have secrets for several repositories (the same for b, c)",
      ],
      [],
    ]);
  });

  it("fails for another user too", async () => {
    const stack = { ...organizationStack([shared("a")]), owner: "Leonardo" };
    const [findings, asked] = await check(stack);
    expect(findings).toEqual([
      "fail: ghcr:repositories.a.secretScope: Leonardo is not an organization, and only organizations have secrets for several repositories",
    ]);
    expect(asked).toEqual(["/orgs/Leonardo"]);
  });

  it("fails for a repository that is not public on the Free plan", async () => {
    await createRepository({ name: "open", visibility: "public" }, "/orgs/Liber-Abaci/repos");
    const open = { name: "open", secretScope: "organization" } as const;
    const made = { ...shared("made"), visibility: "public" } as const;
    expect(await check(organizationStack([open, made, shared("a")]))).toEqual([
      [
        "fail: ghcr:repositories.a.secretScope: on the Free plan, an organization's secrets reach only public repositories",
      ],
      ["/orgs/Liber-Abaci"],
    ]);
  });

  it("requires a token with admin:org", async () => {
    const [findings] = await check(organizationStack([shared("a")], ADMINISTRATOR_TOKEN));
    expect(findings).toEqual(["fail: github:token: this token cannot manage organization secrets"]);
  });
});

it("names at most ten repositories with the same problem", async () => {
  const many = Array.from({ length: 13 }, (_, index): Change => ({
    name: `r${index}`,
    create: true,
    secretScope: "organization",
  }));
  const [findings] = await check(userStack(many));
  expect(findings).toEqual([expect.stringMatching(/\(the same for r1, r2, .*, r10 and 2 more\)$/)]);
});

describe("internal visibility", () => {
  const internal = { create: true, visibility: "internal" } as const;

  it("fails in a user's account before the repository is created", async () => {
    const [mine, asked] = await check(userStack(["a", "b"].map((name) => ({ name, ...internal }))));
    expect(mine).toEqual([
      "fail: ghcr:repositories.a.visibility: F1bonacci66 is not an organization, and only organizations have internal visibility (the same for b)",
    ]);
    expect(asked).toEqual([]);
    const others = { ...organizationStack([{ name: "a", ...internal }]), owner: "Leonardo" };
    expect((await check(others))[0]).toContain(
      "fail: ghcr:repositories.a.visibility: Leonardo is not an organization, and only organizations have internal visibility",
    );
  });

  it("fails for a user's package too", async () => {
    const names = ["a", "b"];
    const images = names.map((name) =>
      desiredImage(name, { repository: "a", packageVisibility: "internal" }),
    );
    const { fingerprint } = new Token(PUBLISHER_TOKEN);
    const packages = packagesPushedBy(
      names.map((name) => `localhost:1/f1bonacci66/${name}`),
      fingerprint,
    );
    const stack = { ...userStack([{ name: "a", create: true }]), images };
    expect((await check(stack, priorStateWith({ packages })))[0]).toEqual([
      "fail: ghcr:repositories.a.images.a.packageVisibility: F1bonacci66 is not an organization, and only organizations have internal visibility (the same for b)",
    ]);
  });

  it("fails in an organization on the Free plan", async () => {
    expect(await check(organizationStack([{ name: "a", ...internal }]))).toEqual([
      [
        "fail: ghcr:repositories.a.visibility: Liber-Abaci is on the Free plan, and only an enterprise's organizations have internal visibility",
      ],
      ["/orgs/Liber-Abaci"],
    ]);
  });

  it("is left to GitHub in an organization whose plan is unknown", async () => {
    const stack = organizationStack([{ name: "a", ...internal }], ADMINISTRATOR_TOKEN);
    expect(await check(stack)).toEqual([[], ["/orgs/Liber-Abaci"]]);
  });

  it("is not checked for a repository that is only referred to", async () => {
    await createRepository({ name: "mine" });
    expect((await check(userStack([{ name: "mine", visibility: "internal" }])))[0]).toEqual([]);
  });
});

describe("protected tags", () => {
  it("fail on the Free plan if the repository is not public", async () => {
    await createRepository({ name: "open", visibility: "public" });
    await createRepository({ name: "hidden", visibility: "private" });
    const stack = userStack([
      { name: "open", protectTags: ["v*"] },
      { name: "hidden", protectTags: ["v*"] },
      { name: "made", create: true, protectTags: ["v*"] },
    ]);
    expect(await check(stack)).toEqual([
      [
        "fail: ghcr:repositories.hidden.protectTags: on the Free plan, GitHub has rulesets only for public repositories (the same for made)",
      ],
      [],
    ]);
  });
});

describe("workflow permissions that an organization forbids", () => {
  const path = "/orgs/Liber-Abaci/actions/permissions/workflow";
  const more = {
    name: "a",
    create: true,
    workflowPermissions: "write",
    approvePullRequests: true,
  } as const;

  it("are reported before the update, by one request", async () => {
    expect(await check(organizationStack([more, { ...more, name: "b" }]))).toEqual([
      [
        "fail: ghcr:repositories.a.workflowPermissions: the organization restricts workflows to read permissions (the same for b)",
        "fail: ghcr:repositories.a.approvePullRequests: the organization does not allow workflows to approve pull requests (the same for b)",
      ],
      [path],
    ]);
  });

  it("pass if it allows them", async () => {
    const body = { default_workflow_permissions: "write", can_approve_pull_request_reviews: true };
    await github.ask("PUT", path, { token: ORGANIZATION_TOKEN, body });
    expect(await check(organizationStack([more]))).toEqual([[], [path]]);
  });

  it("are left to the update if the token cannot read them", async () => {
    expect(await check(organizationStack([more], ADMINISTRATOR_TOKEN))).toEqual([[], [path]]);
  });

  it("are not requested if only read permissions are needed", async () => {
    const less = { name: "a", create: true, workflowPermissions: "read" } as const;
    expect(await check(organizationStack([less]))).toEqual([[], []]);
  });
});
