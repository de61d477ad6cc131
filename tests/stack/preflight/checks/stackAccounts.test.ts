import { Token } from "../../../../core/tokens/token";
import { ADMINISTRATOR_TOKEN, ORGANIZATION_TOKEN, PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { desiredImage } from "../../desired";
import { passed, prior } from "../../state/prior";
import {
  found,
  github,
  make,
  organizationStack,
  startGithubForEach,
  userStack,
  type Change,
} from "./stackOfRepositories";

startGithubForEach();

describe("a secret that an organization holds", () => {
  const shared = (name: string): Change => ({ name, create: true, secretScope: "organization" });

  it("is none for a user, reported once for all", async () => {
    expect(await found(userStack([shared("a"), shared("b"), shared("c")]))).toEqual([
      [
        "fail: ghcr:repositories.a.secretScope: F1bonacci66 is not an organization, and only organizations have secrets for several repositories (the same for b, c)",
      ],
      [],
    ]);
  });

  it("is none for another user either", async () => {
    const stack = { ...organizationStack([shared("a")]), owner: "Leonardo" };
    const [findings, asked] = await found(stack);
    expect(findings).toEqual([
      "fail: ghcr:repositories.a.secretScope: Leonardo is not an organization, and only organizations have secrets for several repositories",
    ]);
    expect(asked).toEqual(["/orgs/Leonardo"]);
  });

  it("does not reach what is not public on the plan Free", async () => {
    await make({ name: "open", visibility: "public" }, "/orgs/Liber-Abaci/repos");
    const open = { name: "open", secretScope: "organization" } as const;
    const made = { ...shared("made"), visibility: "public" } as const;
    expect(await found(organizationStack([open, made, shared("a")]))).toEqual([
      [
        "fail: ghcr:repositories.a.secretScope: on the Free plan, an organization's secrets reach only public repositories",
      ],
      ["/orgs/Liber-Abaci"],
    ]);
  });

  it("wants a token with admin:org", async () => {
    const [findings] = await found(organizationStack([shared("a")], ADMINISTRATOR_TOKEN));
    expect(findings).toEqual(["fail: github:token: this token cannot manage organization secrets"]);
  });
});

it("names no more than ten repositories with the same lack", async () => {
  const many = Array.from({ length: 13 }, (_, index): Change => ({
    name: `r${index}`,
    create: true,
    secretScope: "organization",
  }));
  const [findings] = await found(userStack(many));
  expect(findings).toEqual([expect.stringMatching(/\(the same for r1, r2, .*, r10 and 2 more\)$/)]);
});

describe("what should be internal", () => {
  const internal = { create: true, visibility: "internal" } as const;

  it("cannot be in a user's account, and is reported before GitHub is asked to make it", async () => {
    const [mine, asked] = await found(userStack(["a", "b"].map((name) => ({ name, ...internal }))));
    expect(mine).toEqual([
      "fail: ghcr:repositories.a.visibility: F1bonacci66 is not an organization, and only organizations have internal visibility (the same for b)",
    ]);
    expect(asked).toEqual([]);
    const others = { ...organizationStack([{ name: "a", ...internal }]), owner: "Leonardo" };
    expect((await found(others))[0]).toContain(
      "fail: ghcr:repositories.a.visibility: Leonardo is not an organization, and only organizations have internal visibility",
    );
  });

  it("cannot be as a package of a user's either", async () => {
    const names = ["a", "b"];
    const images = names.map((name) =>
      desiredImage(name, { repository: "a", packageVisibility: "internal" }),
    );
    const { fingerprint } = new Token(PUBLISHER_TOKEN);
    const packages = passed(
      names.map((name) => `localhost:1/f1bonacci66/${name}`),
      fingerprint,
    );
    const stack = { ...userStack([{ name: "a", create: true }]), images };
    expect((await found(stack, prior({ packages })))[0]).toEqual([
      "fail: ghcr:repositories.a.images.a.packageVisibility: F1bonacci66 is not an organization, and only organizations have internal visibility (the same for b)",
    ]);
  });

  it("cannot be in an organization on the plan Free", async () => {
    expect(await found(organizationStack([{ name: "a", ...internal }]))).toEqual([
      [
        "fail: ghcr:repositories.a.visibility: Liber-Abaci is on the Free plan, and only an enterprise's organizations have internal visibility",
      ],
      ["/orgs/Liber-Abaci"],
    ]);
  });

  it("is left to GitHub in an organization whose plan is unknown", async () => {
    const stack = organizationStack([{ name: "a", ...internal }], ADMINISTRATOR_TOKEN);
    expect(await found(stack)).toEqual([[], ["/orgs/Liber-Abaci"]]);
  });

  it("is none of the stack's business where the repository is only referred to", async () => {
    await make({ name: "mine" });
    expect((await found(userStack([{ name: "mine", visibility: "internal" }])))[0]).toEqual([]);
  });
});

describe("tags that are to be protected", () => {
  it("cannot be on the plan Free where the repository is not public", async () => {
    await make({ name: "open", visibility: "public" });
    await make({ name: "hidden", visibility: "private" });
    const stack = userStack([
      { name: "open", protectTags: ["v*"] },
      { name: "hidden", protectTags: ["v*"] },
      { name: "made", create: true, protectTags: ["v*"] },
    ]);
    expect(await found(stack)).toEqual([
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
    expect(await found(organizationStack([more, { ...more, name: "b" }]))).toEqual([
      [
        "fail: ghcr:repositories.a.workflowPermissions: the organization restricts workflows to read permissions (the same for b)",
        "fail: ghcr:repositories.a.approvePullRequests: the organization does not allow workflows to approve pull requests (the same for b)",
      ],
      [path],
    ]);
  });

  it("are fine where it allows them", async () => {
    const body = { default_workflow_permissions: "write", can_approve_pull_request_reviews: true };
    await github.ask("PUT", path, { token: ORGANIZATION_TOKEN, body });
    expect(await found(organizationStack([more]))).toEqual([[], [path]]);
  });

  it("are left to the update where the token cannot read them", async () => {
    expect(await found(organizationStack([more], ADMINISTRATOR_TOKEN))).toEqual([[], [path]]);
  });

  it("are not asked for where only reading is needed", async () => {
    const less = { name: "a", create: true, workflowPermissions: "read" } as const;
    expect(await found(organizationStack([less]))).toEqual([[], []]);
  });
});
