import { execFileSync } from "node:child_process";
import {
  findFirstPushes,
  workflowCommands,
  type FirstPush,
} from "../../../../cli/commands/init/firstPush";
import { nextLines } from "../../../../cli/ui/next";
import { folderForEachTest } from "../../testFolder";

const folder = folderForEachTest();

beforeEach(() => {
  folder.add("program");
  sh("git init --quiet --bare github/octo/app.git && git init --quiet --bare gitlab.git");
  folder.write("my app/Dockerfile", "FROM scratch\n");
  folder.write("my app/README.md", "# My app\n");
});

/** Runs lines as a user types them. A folder beside it stands in for github.com. */
function sh(lines: string, cwd = folder.path): string {
  return execFileSync("sh", ["-ec", lines], {
    cwd,
    encoding: "utf8",
    stdio: "pipe",
    env: {
      PATH: process.env.PATH,
      ...{ HOME: folder.path, GIT_CONFIG_NOSYSTEM: "1" },
      ...{ GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b" },
      ...{ GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b" },
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: `url.${folder.at("github")}/.insteadOf`,
      GIT_CONFIG_VALUE_0: "https://github.com/",
    },
  });
}

const image = { name: "app", context: "../my app" };

async function find(
  settings: object = {},
  images: readonly { name: string; context: string; dockerfile?: string }[] = [image],
): Promise<readonly FirstPush[]> {
  const repository = { create: "empty", workflow: { root: "../my app" }, ...settings };
  return findFirstPushes(
    { owner: "octo", repositories: [{ name: "app", root: "../my app", images }] },
    {
      program: folder.at("program"),
      apiHost: "api.github.com",
      config: { "ghcr:repositories": { App: repository } },
    },
  );
}

/** The lines as printed, without the descriptions. */
function linesOf([push]: readonly FirstPush[]): readonly string[] {
  return nextLines(push?.commands ?? [])
    .slice(1)
    .filter((line) => !line.startsWith("      "))
    .map((line) => line.trim());
}

const commit = "git add --all && git commit --quiet -m First";
const push = "git -C '../my app' push -u origin main";
const add = "git -C '../my app' remote add origin https://github.com/octo/app.git";

it.each<[string, string, readonly string[]]>([
  ["with commits", `git init --quiet -b main && ${commit}`, [add, push]],
  [
    "whose branch has another name",
    `git init --quiet -b master && ${commit}`,
    ["git -C '../my app' branch -m main", add, push],
  ],
  [
    "that is on another branch",
    `git init --quiet -b main && ${commit} && git switch --quiet --create topic`,
    [add, push],
  ],
  [
    "whose Dockerfile is not committed",
    "git init --quiet -b main && git add README.md && git commit --quiet -m First",
    [
      "git -C '../my app' add Dockerfile",
      "git -C '../my app' commit -m 'Add a Dockerfile'",
      ...[add, push],
    ],
  ],
  [
    "that git does not know",
    "true",
    [
      "git -C '../my app' init --initial-branch main",
      "git -C '../my app' add --all",
      "git -C '../my app' commit -m 'First commit'",
      ...[add, push],
    ],
  ],
  [
    "without commits",
    "git init --quiet -b master && git remote add origin https://github.com/octo/app",
    [
      "git -C '../my app' add --all",
      "git -C '../my app' commit -m 'First commit'",
      "git -C '../my app' branch -m main",
      push,
    ],
  ],
  [
    "that has a remote elsewhere",
    `git init --quiet -b main && ${commit} && git remote add origin ../gitlab.git && git push --quiet -u origin main`,
    [
      "git -C '../my app' remote add github https://github.com/octo/app.git",
      "git -C '../my app' push -u github main",
    ],
  ],
])("a folder %s is pushed by lines that work as typed", async (_what, setUp, lines) => {
  sh(setUp, folder.at("my app"));
  const found = await find();
  expect(linesOf(found)).toEqual(lines);
  sh(lines.join("\n"), folder.at("program"));
  const files = sh("git ls-tree --name-only main", folder.at("github", "octo", "app.git"));
  expect(files).toBe("Dockerfile\nREADME.md\n");
  // Now there is nothing left to do.
  expect(await find()).toEqual([]);
});

it("only a repository that was created empty needs a first push", async () => {
  sh(`git init --quiet -b main && ${commit}`, folder.at("my app"));
  expect(await find({ create: true })).toEqual([]);
  expect(await find({ create: undefined })).toEqual([]);
});

it("the lines have the workflow's branch, and all Dockerfiles", async () => {
  sh(`git init --quiet -b main && ${commit}`, folder.at("my app"));
  folder.write("my app/web/web.Dockerfile", "FROM scratch\n");
  const web = { name: "w", context: "../my app/web", dockerfile: "../my app/web/web.Dockerfile" };
  const found = await find({ workflow: { root: "../my app", branch: "trunk" } }, [image, web]);
  expect(linesOf(found)).toEqual([
    "git -C '../my app' add web/web.Dockerfile",
    "git -C '../my app' commit -m 'Add a Dockerfile'",
    "git -C '../my app' branch -m trunk",
    add,
    "git -C '../my app' push -u origin trunk",
  ]);
});

it("only a workflow needs another update after the push", async () => {
  const built = await find();
  expect(workflowCommands("prod", built).map(({ command }) => command)).toEqual([
    "npx pulumi up --stack prod",
    "git -C '../my app' pull",
  ]);
  expect(workflowCommands("prod", await find({ workflow: undefined }))).toEqual([]);
});
