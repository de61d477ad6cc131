import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../sandbox";
import { pushImage } from "./sandbox/running";
import { Doctor, getFinding, argumentsFor, listOutcomes } from "./support/doctor";

let doctor: Doctor;

beforeAll(async () => {
  doctor = await Doctor.open();
  const { running } = doctor;
  await doctor.createRepository("/user/repos", { name: "closed", visibility: "private" });
  await doctor.createRepository("/orgs/Liber-Abaci/repos", {
    name: "guarded",
    visibility: "private",
  });
  const link = "https://github.com/F1bonacci66/open";
  const labels = { "org.opencontainers.image.source": link };
  await pushImage(running, "f1bonacci66/open", "1.0", labels, await running.bearer());
  await pushImage(running, "f1bonacci66/loose", "1.0", {}, await running.bearer());
});

afterAll(async () => {
  await doctor.close();
});

/** Most tests run the command line in this process; the first ones run the command. */
const runDoctor: Doctor["check"] = (...asked) => doctor.check(...asked);
const control: Doctor["control"] = (...asked) => doctor.control(...asked);
const newToken: Doctor["createToken"] = (...asked) => doctor.createToken(...asked);

const allWell = {
  "github-api": "pass",
  "packages-scope": "pass",
  "registry-login": "pass",
  pull: "pass",
  push: "pass",
  repository: "pass",
};

describe("with a token that has all scopes", () => {
  it("reports what it can publish, in a table without colors", async () => {
    const args = ["--repository", "F1bonacci66/open"];
    const { code, output } = await doctor.run(PUBLISHER_TOKEN, args);
    expect(code).toBe(0);
    expect(output).toMatch(/^Repository {2}F1bonacci66\/open$/m);
    expect(output).toMatch(/f1bonacci66\/open \(registries use lowercase\)$/m);
    expect(output).toMatch(/^ {2}pass {5}push {12}the token may push$/m);
    expect(output).toMatch(/1\.0 can be pulled, but not without a login$/m);
    const image = `${doctor.running.sandbox.address}/f1bonacci66/open`;
    expect(output.trim().split("\n").at(-1)).toBe(`This token can publish ${image}.`);
    expect(output).not.toContain("\u001b");
    for (const line of output.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("does not count a missing package as a failure", async () => {
    const result = await runDoctor(
      PUBLISHER_TOKEN,
      argumentsFor("F1bonacci66/open", "--image", "new"),
    );
    expect([result.code, listOutcomes(result)]).toEqual([0, allWell]);
    expect(getFinding(result, "pull").message).toBe("no package yet: the first push creates it");
  });

  it("checks several images, and reports where to link one without a repository", async () => {
    const result = await runDoctor(
      PUBLISHER_TOKEN,
      argumentsFor("F1bonacci66/open", "--image", "open", "--image", "loose"),
    );
    const pulls = result.report.findings.filter(({ id }) => id === "pull");
    expect(pulls.map(({ notes }) => notes.length)).toEqual([0, 1]);
    expect(pulls[1]?.notes[0]).toContain(
      "https://github.com/users/F1bonacci66/packages/container/loose/settings",
    );
  });

  it("takes the token from the standard input, with its newline", async () => {
    const args = argumentsFor("F1bonacci66/open", "--token-stdin");
    const result = await doctor.run(PUBLISHER_TOKEN, args, { stdin: `${PUBLISHER_TOKEN}\n` });
    expect([result.code, listOutcomes(result)]).toEqual([0, allWell]);
  });

  it("sends at most three requests in the light mode", async () => {
    const result = await runDoctor(PUBLISHER_TOKEN, argumentsFor("F1bonacci66/closed", "--light"));
    expect(result.code).toBe(0);
    expect(Object.keys(listOutcomes(result))).toEqual([
      "github-api",
      "packages-scope",
      "registry-login",
    ]);
  });

  it("has a note about a private repository that a token for packages only cannot see", async () => {
    const result = await runDoctor(PUBLISHER_TOKEN, argumentsFor("F1bonacci66/closed"));
    expect([result.code, listOutcomes(result)]).toEqual([0, allWell]);
    expect(result.report.conclusion).toMatch(/^This token can publish .*\/f1bonacci66\/closed\.$/);
    expect(getFinding(result, "repository").notes[0]).toContain(
      "https://github.com/F1bonacci66/closed",
    );
  });
});

describe("with --for", () => {
  it("checks whether a token can administer a private repository", async () => {
    const args = argumentsFor("F1bonacci66/closed", "--for", "administer");
    const checks = ["github-api", "repository-scope", "repository"];
    for (const [token, code, outcome] of [
      [ADMINISTRATOR_TOKEN, 0, "pass"],
      [PUBLISHER_TOKEN, 1, "fail"],
    ] as const) {
      const result = await runDoctor(token, args);
      expect([result.code, Object.keys(listOutcomes(result))]).toEqual([code, checks]);
      expect(listOutcomes(result)).toMatchObject({
        "repository-scope": outcome,
        repository: outcome,
      });
    }
  });

  it("checks whether a token that only reads can pull", async () => {
    const token = await newToken("ghp_reader", { scopes: ["read:packages"] });
    const pull = ["--for", "pull"];
    const result = await runDoctor(token, argumentsFor("F1bonacci66/open", ...pull));
    const checks = ["github-api", "packages-scope", "registry-login", "pull"];
    expect([result.code, Object.keys(listOutcomes(result))]).toEqual([0, checks]);
    const missing = argumentsFor("F1bonacci66/open", "--image", "never", ...pull);
    expect((await runDoctor(token, missing)).code).not.toBe(0);
  });
});

describe("the report about a token", () => {
  const denied = { ...allWell, push: "fail", "packages-scope": "fail" };

  it("names read:packages if it is missing, because ghcr.io requires it explicitly", async () => {
    const token = await newToken("ghp_noRead", { scopes: ["write:packages"] });
    const result = await runDoctor(token, argumentsFor("F1bonacci66/open"));
    expect(result.code).toBe(1);
    expect(getFinding(result, "packages-scope").message).toBe("read:packages is missing");
    expect(getFinding(result, "registry-login")).toMatchObject({
      outcome: "fail",
      response: "denied: denied",
      cause: expect.stringContaining("in addition to write:packages") as string,
    });
  });

  it("names write:packages if it is missing", async () => {
    const token = await newToken("ghp_noWrite", { scopes: ["read:packages"] });
    const result = await runDoctor(token, argumentsFor("F1bonacci66/open"));
    expect([result.code, listOutcomes(result)]).toEqual([1, denied]);
    expect(getFinding(result, "push")).toMatchObject({
      response: "denied: permission_denied: The token provided does not match expected scopes.",
      cause: "The scope write:packages is missing.",
    });
  });

  it("says that fine-grained tokens are not supported", async () => {
    const token = await newToken("github_pat_fine", { kind: "fine-grained", scopes: null });
    const result = await runDoctor(token, argumentsFor("F1bonacci66/open"));
    expect(result.code).toBe(1);
    for (const id of ["packages-scope", "push"]) {
      expect(getFinding(result, id)).toMatchObject({
        outcome: "fail",
        cause: expect.stringContaining("does not support fine-grained tokens") as string,
      });
    }
  });

  it.each([
    ["expired", "ghp_old", { expiresAt: "2020-01-01T00:00:00Z" }],
    ["revoked", "ghp_gone", { revoked: true }],
    ["unknown", "ghp_nobodys", null],
  ])(
    "reports a token that is %s as mistyped, expired or revoked, because GitHub does not say which",
    async (_what, token, change) => {
      if (change !== null) await newToken(token, change);
      const result = await runDoctor(token, argumentsFor("F1bonacci66/open"));
      expect(result.code).toBe(1);
      expect(getFinding(result, "github-api")).toMatchObject({
        outcome: "fail",
        response: "Bad credentials",
        cause: "The token is mistyped, expired or revoked; GitHub does not say which.",
      });
      expect(listOutcomes(result)).toMatchObject({ "registry-login": "fail", push: "fail" });
    },
  );

  it("has the page that authorizes the token for single sign-on", async () => {
    await control("PATCH", "organizations/Liber-Abaci", { singleSignOn: true });
    const token = await newToken("ghp_unsigned", {
      scopes: ["repo", "read:packages", "write:packages"],
    });
    const result = await runDoctor(token, argumentsFor("Liber-Abaci/guarded"));
    await control("PATCH", "organizations/Liber-Abaci", { singleSignOn: false });
    expect(result.code).toBe(1);
    for (const id of ["repository", "push"]) {
      const { outcome, cause, fix } = getFinding(result, id);
      expect({ id, outcome, cause }).toEqual({
        id,
        outcome: "fail",
        cause: expect.stringMatching(/single sign-on|authorized by its owner/) as string,
      });
      expect(fix.at(-1)).toContain("https://github.com/orgs/Liber-Abaci/sso?");
    }
  });

  it("says that the token belongs to another account", async () => {
    const token = await newToken("ghp_leonardos", { owner: "Leonardo" });
    const result = await runDoctor(token, argumentsFor("F1bonacci66/open"));
    expect(result.code).toBe(1);
    expect(getFinding(result, "push")).toMatchObject({
      outcome: "fail",
      response: "denied: permission_denied: write_package",
      cause: expect.stringContaining(
        "The token belongs to Leonardo, but the package belongs to F1bonacci66.",
      ) as string,
    });
  });

  it("names a newline in the token, which is then not sent", async () => {
    await control("DELETE", "journal");
    const result = await runDoctor("ghp_wrapped\nfakeRemainder", argumentsFor("F1bonacci66/open"));
    expect([result.code, listOutcomes(result)]).toEqual([
      1,
      {
        ...Object.fromEntries(Object.keys(allWell).map((id) => [id, "unknown"])),
        "github-api": "fail",
      },
    ]);
    expect(getFinding(result, "github-api").message).toBe("the token contains whitespace");
    expect(await control("GET", "journal")).toEqual([]);
  });

  it("has a note about scopes that publishing does not need", async () => {
    const scopes = ["admin:org", "read:packages", "repo", "write:packages"];
    const result = await runDoctor(
      await newToken("ghp_mighty", { scopes }),
      argumentsFor("F1bonacci66/closed"),
    );
    expect([result.code, listOutcomes(result)]).toEqual([0, allWell]);
    expect(getFinding(result, "packages-scope").notes[0]).toContain(
      "The token has more scopes than publishing needs (admin:org, repo)",
    );
  });

  it("has a note if the token expires soon", async () => {
    const expiresAt = new Date(Date.now() + 5.5 * 24 * 3600 * 1000).toISOString();
    const result = await runDoctor(
      await newToken("ghp_brief", { expiresAt }),
      argumentsFor("F1bonacci66/open"),
    );
    expect(result.code).toBe(0);
    const { message, notes } = getFinding(result, "github-api");
    const date = expiresAt.slice(0, 10);
    expect(message).toBe(`F1bonacci66's token (classic), expires on ${date}`);
    expect(notes).toEqual([expect.stringMatching(/^The token expires in 5 days: /)]);
  });

  it.each([
    ["an App's installation", "ghs_app", "installation", null, "installation not allowed to Write"],
    ["an App's user", "ghu_app", "app-user", null, "does not match expected scopes"],
    ["OAuth without the scopes", "gho_few", "oauth", ["repo"], "denied: denied"],
  ])(
    "has the registry's message for a token of %s",
    async (_what, token, kind, scopes, response) => {
      const permissions = kind === "installation" ? { packages: "write" } : undefined;
      await newToken(token, { kind, scopes, permissions });
      const result = await runDoctor(token, argumentsFor("F1bonacci66/open"));
      expect(result.code).toBe(1);
      expect(getFinding(result, "push")).toMatchObject({
        outcome: "fail",
        response: expect.stringContaining(response) as string,
      });
      if (kind === "oauth") {
        expect(getFinding(result, "packages-scope").fix).toEqual([
          "gh auth refresh -h github.com --scopes read:packages,write:packages",
        ]);
      } else expect(listOutcomes(result)["packages-scope"]).toBe("unknown");
    },
  );

  it("believes the registry about a workflow's token, whose scopes no header lists", async () => {
    const [{ id = 0 } = {}] = (await (
      await fetch(`${doctor.running.origin}/users/F1bonacci66/repos`)
    ).json()) as { id?: number }[];
    const token = await newToken("ghs_workflow", {
      kind: "actions",
      scopes: null,
      repositoryId: id,
      permissions: { packages: "write", contents: "read" },
    });
    const result = await runDoctor(token, argumentsFor("F1bonacci66/open"));
    expect([result.code, listOutcomes(result)]).toEqual([0, allWell]);
  });
});

describe("a problem that the token does not cause", () => {
  it("fails for an archived repository", async () => {
    await control("PATCH", "repositories/F1bonacci66/open", {
      settings: { archived: true },
    });
    const result = await runDoctor(PUBLISHER_TOKEN, argumentsFor("F1bonacci66/open"));
    await control("PATCH", "repositories/F1bonacci66/open", {
      settings: { archived: false },
    });
    expect([result.code, listOutcomes(result)]).toEqual([1, { ...allWell, repository: "fail" }]);
    expect(getFinding(result, "repository").message).toBe("the repository is archived");
  });

  it("is unknown if GitHub's rate limit is reached, also with status 403", async () => {
    await control("PUT", "limits", { requestsPerHour: 0, status: 403 });
    const result = await runDoctor(PUBLISHER_TOKEN, argumentsFor("F1bonacci66/open"));
    await control("DELETE", "knobs");
    expect(result.code).toBe(2);
    expect(listOutcomes(result)).toMatchObject({
      "github-api": "unknown",
      repository: "unknown",
      push: "pass",
    });
    expect(getFinding(result, "github-api").cause).toContain("rate limit");
  });

  it("is unknown if the registry has server errors", async () => {
    const fault = { type: "answer", status: 500, body: "<html>oh no</html>" };
    await control("POST", "faults", { match: { kind: "registry" }, times: "all", fault });
    const result = await runDoctor(PUBLISHER_TOKEN, argumentsFor("F1bonacci66/open"));
    await control("DELETE", "knobs");
    expect(result.code).toBe(2);
    expect(listOutcomes(result)).toEqual({
      ...allWell,
      "registry-login": "unknown",
      pull: "unknown",
      push: "unknown",
    });
  });
});

it("changes nothing with any token", async () => {
  const world = join(doctor.running.directory, "world.json");
  const before = await readFile(world, "utf8");
  for (const token of [PUBLISHER_TOKEN, ADMINISTRATOR_TOKEN, "ghp_nobodys"]) {
    await runDoctor(token, argumentsFor("F1bonacci66/open", "--image", "open", "--image", "never"));
  }
  expect(await readFile(world, "utf8")).toBe(before);
});

it("never prints a token", () => {
  doctor.expectNoTokenPrinted(20);
});
