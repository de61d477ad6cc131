import { execFileSync } from "node:child_process";
import { otherWays, releaseStep } from "../../../../cli/commands/push/release";
import { describeRelease, type PushStack } from "../../../../cli/commands/push/stack";
import { CannotRun } from "../../../../cli/errors";
import type { StackOptions } from "../../../../cli/pulumi/pulumi";
import { Steps } from "../../../../cli/ui/steps";
import type { Terminal } from "../../../../cli/ui/terminal";
import { stackWith } from "../../../stack/settings/configuring";
import { folderForEachTest } from "../../testFolder";

const stack = { stack: "organization/pulumi-ghcr/prod" } as StackOptions;

describe("if a version is already published, the next one to publish", () => {
  it.each<[next: string, tag: string, version: string | undefined]>([
    ["--bump patch", "v1.2.0", "v1.2.0"],
    ["v1.2.1", "v1.2.0", "v1.1.0"],
    ["v1.2.1", "v1.2.0", "v1.2.0-rc.1"],
    ["v1.2.1", "v1.2.0", undefined],
    ["VERSION", "nightly", "nightly"],
  ])("is %s after %s, with %s in the settings", (next, tag, version) => {
    expect(otherWays(stack, { tag, version })).toEqual([
      "Fix: publish another version:",
      `npx pulumi-ghcr push ${next} --stack prod`,
      "Or move the tags of this one:",
      `npx pulumi-ghcr push ${tag} --force --stack prod`,
    ]);
  });
});

describe("images that are not built from a pushed commit", () => {
  const folder = folderForEachTest();
  let shown: string;

  beforeEach(() => {
    shown = "";
    folder.add("web", "api", "outside");
  });

  function git(name: string, ...args: readonly string[]): string {
    const author = ["-c", "user.name=a", "-c", "user.email=a@b.example"];
    const options = { cwd: folder.at(name), encoding: "utf8" } as const;
    return execFileSync("git", [...author, ...args], options).trim();
  }

  /** Commits a file, and returns the short hash. */
  function commit(name: string): string {
    folder.write(`${name}/Dockerfile`, "FROM scratch\n");
    git(name, "init", "--quiet", "--initial-branch=main");
    git(name, "add", "--all");
    git(name, "commit", "--quiet", "--message", "a");
    return git(name, "rev-parse", "HEAD").slice(0, 7);
  }

  async function release(
    allowsDirty: boolean,
    terminal?: Pick<Terminal, "choose">,
    isDryRun = false,
  ): Promise<void> {
    const images = Object.fromEntries(
      ["web", "api", "outside"].map((name) => [name, folder.at(name)]),
    );
    const desired = stackWith({ version: "v1.0.0", repositories: { a: { images } } });
    // Movable, so that no registry is asked.
    const pushed = { ...describeRelease(desired), tag: "v1.0.0", releases: "movable" };
    const screen = { isTTY: false, write: (text: string) => (shown += text) !== "" };
    const options = {
      priorDigests: [],
      allowsDirty,
      terminal: terminal as Terminal | undefined,
      isDryRun,
    };
    await releaseStep(new Steps(5, screen), stack, pushed as PushStack, options);
  }

  it("stop the release without a terminal, and are each named with the fix", async () => {
    const unpushed = commit("web");
    commit("api");
    folder.write("api/Dockerfile", "FROM alpine\n");
    const problem = [
      "these images are not built from a pushed commit:",
      `  - web: commit ${unpushed} is on no remote branch`,
      `  - api: ${folder.at("api")} has uncommitted changes`,
      "Nothing was changed.",
      "Fix: commit and push the changes, or publish them as they are with --allow-dirty",
    ];
    await expect(release(false)).rejects.toEqual(new CannotRun(problem.join("\n")));
    await release(true);
    expect(shown).toContain("Release: v1.0.0; its tags may move");
  });

  it("are published at a terminal after a confirmation", async () => {
    commit("web");
    const choose = jest.fn<Promise<string>, unknown[]>();
    const terminal = { choose } as unknown as Terminal;
    choose.mockResolvedValueOnce("no");
    await expect(release(false, terminal)).rejects.toThrow("stopped; nothing was changed");
    choose.mockResolvedValueOnce("yes");
    await release(false, terminal);
    expect(choose).toHaveBeenCalledWith("Publish v1.0.0 anyway?", expect.anything(), "no");
    expect(shown).toContain("  - web: commit ");
  });

  it("are shown in a dry run, without a question", async () => {
    commit("web");
    await release(false, undefined, true);
    expect(shown).toContain("  - web: commit ");
  });
});
