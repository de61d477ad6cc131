import { existsSync } from "node:fs";
import { chooseSource, type ChosenSource } from "../../../../cli/commands/init/chooseSource";
import type { InitContext } from "../../../../cli/commands/init/context";
import { readInitOptions, type InitFlags } from "../../../../cli/commands/init/options";
import { Interruption } from "../../../../cli/ui/interruption";
import { Steps } from "../../../../cli/ui/steps";
import type { Question, Terminal } from "../../../../cli/ui/terminal";
import { folderForEachTest } from "../../testFolder";
import { prerequisitesOf } from "./prerequisites";

const top = folderForEachTest();

beforeEach(() => {
  top.add("app", "infra");
});

/** A terminal whose user gives these answers, and the questions with their defaults. */
function fakeTerminal(...answers: readonly string[]) {
  const asked: string[] = [];
  const left = [...answers];
  const choose = (message: string, labels: object, initial: string): Promise<string> => {
    asked.push(`${message} ${Object.keys(labels).join(", ")} [${initial}]`);
    return Promise.resolve(left.shift() ?? initial);
  };
  const ask = ({ message, validate }: Question): Promise<string> => {
    const answer = left.shift() ?? "";
    asked.push(`${message} ${validate?.(answer) ?? "valid"}`);
    return Promise.resolve(answer);
  };
  return { asked, terminal: { choose, ask } as unknown as Terminal };
}

async function choose(
  flags: InitFlags,
  terminal?: Terminal,
  folders: readonly string[] = ["app"],
): Promise<ChosenSource & Pick<InitContext, "writtenFiles">> {
  const options = readInitOptions(folders, flags);
  if ("problems" in options) throw new Error(options.problems.join());
  const screen = { write: () => true, isTTY: false } as unknown as NodeJS.WriteStream;
  const context = {
    ...{ steps: new Steps(6, screen), terminal, interruption: new Interruption() },
    ...{ hasWritten: false, writtenFiles: [] as readonly string[] },
  };
  const paths = folders.map((each) => top.at(each));
  const prerequisites = prerequisitesOf(top.at("infra"), { folders: paths });
  try {
    const chosen = await chooseSource(options, prerequisites, context);
    return { ...chosen, writtenFiles: context.writtenFiles };
  } finally {
    context.interruption.close();
  }
}

it("without a terminal, the message names the options, with the kind that the folder shows", async () => {
  await expect(choose({})).rejects.toThrow(
    [
      `no Dockerfile below ${top.at("app")}; add one, name another folder, or add one of these options:`,
      "--starter node|python|go|static: writes a Dockerfile to start from",
      "--build actions: uses only GitHub Actions, with the Dockerfile that the repository has there",
      "--mirror REFERENCE: mirrors an image from another registry",
    ].join("\n"),
  );
  top.write("app/go.mod");
  top.write("app/package.json");
  await expect(choose({})).rejects.toThrow("\n--starter go: writes");
});

it("at a terminal, the user chooses a starter for what the folder shows", async () => {
  top.write("app/package.json", "{}");
  const { asked, terminal } = fakeTerminal();
  const { scan, notes, writtenFiles } = await choose({}, terminal);
  expect(asked).toEqual([
    expect.stringMatching(/app has no Dockerfile\. .* starter, actions, mirror \[starter\]$/),
    "What is it for? (found package.json) node, python, go, static [node]",
  ]);
  expect(scan.repositories).toMatchObject([{ name: "app", images: [{ name: "app" }] }]);
  expect(top.read("app/Dockerfile")).toMatch(/^FROM node:/);
  expect(writtenFiles).toHaveLength(2);
  expect(notes).toEqual([expect.stringMatching(/^new: .*Dockerfile, .*\.dockerignore; review/)]);
});

it("at a terminal, the user chooses to mirror an image, by its full reference", async () => {
  const { asked, terminal } = fakeTerminal("mirror", "postgres:alpine");
  await choose({}, terminal);
  expect(asked).toEqual([
    expect.stringMatching(/\[mirror\]$/),
    expect.stringMatching(/^Images to mirror\? 'postgres:alpine' is not a reference/),
  ]);
  const from = "docker.io/library/postgres:alpine";
  const chosen = await choose({}, fakeTerminal("mirror", from).terminal);
  expect(chosen.answers.mirrors).toEqual([{ name: "postgres", from }]);
  expect(chosen.scan.repositories).toEqual([]);
  expect(existsSync(top.at("app", "Dockerfile"))).toBe(false);
});

it.each<[string, InitFlags, Terminal | undefined]>([
  ["at a terminal", {}, fakeTerminal("actions").terminal],
  ["by an option", { build: "actions" }, undefined],
])("%s, GitHub builds with the Dockerfile that it has", async (_where, flags, terminal) => {
  const { scan, answers, notes } = await choose(flags, terminal);
  expect(scan).toEqual({
    repositories: [
      { name: "app", root: "../app", images: [{ name: "app", context: "../app" }], skipped: [] },
    ],
    ...{ isCut: false, isAssumed: true },
  });
  expect(answers.build).toBe("actions");
  expect(notes).toEqual([expect.stringContaining("the run fails without it")]);
  expect(existsSync(top.at("app", "Dockerfile"))).toBe(false);
});

it("a file that exists is never overwritten", async () => {
  top.write("app/.dockerignore", "mine\n");
  const { writtenFiles } = await choose({ starter: "static" });
  expect(writtenFiles).toEqual([expect.stringMatching(/app\/Dockerfile$/)]);
  expect(top.read("app/.dockerignore")).toBe("mine\n");
  top.write("app/Dockerfile", "FROM scratch\n");
  expect(await choose({ starter: "static" })).toMatchObject({
    notes: ["--starter: a Dockerfile exists, so none is written"],
    writtenFiles: [],
  });
  top.write("app/Dockerfile", "# to do\n");
  await expect(choose({ starter: "static" })).rejects.toThrow("exists, but has no line FROM");
  expect(top.read("app/Dockerfile")).toBe("# to do\n");
});

it("a starter is written into one folder, and not if it cannot build", async () => {
  top.add("web");
  await expect(choose({ starter: "node" }, undefined, ["app", "web"])).rejects.toThrow(
    "--starter: name only the folder",
  );
  const { asked, terminal } = fakeTerminal("actions");
  await choose({}, terminal, ["app", "web"]);
  expect(asked).toEqual([expect.stringMatching(/ actions, mirror \[mirror\]$/)]);
  await expect(choose({ starter: "go" })).rejects.toThrow("has no go.mod; create it with 'go mod");
  top.write("app/go.mod");
  await expect(choose({ starter: "go" })).rejects.toThrow("has no Go program");
  expect(existsSync(top.at("app", "Dockerfile"))).toBe(false);
});

it("a Dockerfile whose name cannot be used is reported with the reason", async () => {
  top.write("app/Dockerfile", "FROM scratch\n");
  top.write("-/Dockerfile", "FROM scratch\n");
  await expect(choose({ repository: "..." }, undefined, ["-"])).rejects.toThrow(
    "no Dockerfile to publish below",
  );
});
