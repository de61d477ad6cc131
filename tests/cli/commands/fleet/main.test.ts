import { main } from "../../../../cli/commands/fleet/main";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { captureConsole } from "../../captureConsole";
import { FakePulumi } from "../../pulumi/fakePulumi";

const captured = captureConsole();
function enterPulumi(repositories: object): FakePulumi {
  const value = JSON.stringify(repositories);
  const pulumi = new FakePulumi({
    "stack ls": { stdout: JSON.stringify([{ name: "organization/pulumi-ghcr/team-a" }]) },
    "config --show-secrets": {
      stdout: JSON.stringify({ "ghcr:owner": { value: "octo" }, "ghcr:repositories": { value } }),
    },
    "stack export": { stdout: "{}" },
  });
  pulumi.enter({ GITHUB_TOKEN: ADMINISTRATOR_TOKEN, GHCR_TOKEN: PUBLISHER_TOKEN });
  return pulumi;
}

const isUpdate = (command: string): boolean => command.startsWith("up");

it("shows what it would update, and updates nothing if nobody can confirm it", async () => {
  const pulumi = enterPulumi({ old: {}, new: { create: true } });
  expect(await main({ stacks: ["*"], parallel: 4 })).toBe(2);
  expect(captured.error).toContain("      team-a: 2 repositories, of which 1 may be new\n");
  expect(captured.error).toContain(
    "--yes is missing: without a terminal, nobody can confirm the update",
  );
  expect(pulumi.commands.filter(isUpdate)).toEqual([]);
});

it("updates nothing if the settings of a stack have a problem, and reports it as JSON too", async () => {
  const pulumi = enterPulumi({ old: { xyzzy: 1 } });
  expect(await main({ stacks: ["team-*"], parallel: 4, yes: true, json: true })).toBe(2);
  const report: unknown = JSON.parse(captured.out);
  expect(report).toMatchObject({ version: 2, outcome: "unknown", stacks: [] });
  expect(report).toHaveProperty(
    "problems",
    expect.arrayContaining([expect.stringContaining("xyzzy")]),
  );
  expect(pulumi.commands.filter(isUpdate)).toEqual([]);
});
