import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { deflateSync } from "node:zlib";

import type { Commit, GitStore, Repository, Signature } from "../../world/world";
import { lookUp, now } from "../../world/world";
import type { GitObject } from "./objects";
import { createCommitObjects, createObject } from "./objects";

const MAX_OUTPUT = 256 * 1024 * 1024;
const runFile = promisify(execFile);

/** Without the user's configuration, so that every machine answers the same. */
export const gitEnvironment = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
};

/** A repository in git's own format, for git to read from and push to. */
export class BareRepository {
  constructor(readonly folder: string) {}

  /** Writes the repository's commits and refs. */
  async update({ git, settings }: Repository): Promise<void> {
    if (!existsSync(this.folder)) {
      await mkdir(dirname(this.folder), { recursive: true });
      await this.run("init", "--quiet", "--bare");
      await this.run("config", "gc.auto", "0");
    }
    for (const id of Object.keys(git.commits)) await this.writeCommit(git, id);
    const actual = await this.readRefs();
    const desired = listRefs(git);
    for (const [name, id] of desired) {
      if (actual.get(name) !== id) await this.run("update-ref", name, id);
    }
    for (const name of actual.keys()) {
      if (!desired.has(name)) await this.run("update-ref", "-d", name);
    }
    await this.run("symbolic-ref", "HEAD", `refs/heads/${settings.default_branch}`);
  }

  /** Reads what was pushed. */
  async readInto(repository: Repository): Promise<void> {
    const { git, settings } = repository;
    const refs = await this.readRefs();
    const pushed = splitLines(await this.run("rev-list", "--all"));
    for (const id of pushed) {
      if (lookUp(git.commits, id) === undefined) git.commits[id] = await this.readCommit(git, id);
    }
    const wasEmpty = Object.keys(git.branches).length === 0;
    const named = (prefix: string): Record<string, string> =>
      Object.fromEntries(
        [...refs].flatMap(([name, id]) =>
          name.startsWith(prefix) ? [[name.slice(prefix.length), id]] : [],
        ),
      );
    git.branches = named("refs/heads/");
    git.tags = named("refs/tags/");
    const [first] = Object.keys(git.branches);
    // The first branch that is pushed becomes the default one.
    const hasDefault = Object.hasOwn(git.branches, settings.default_branch);
    if (wasEmpty && first !== undefined && !hasDefault) settings.default_branch = first;
    repository.pushedAt = now();
  }

  private async writeCommit(git: GitStore, id: string): Promise<void> {
    const commit = lookUp(git.commits, id);
    if (commit === undefined || (await this.hasObject(id))) return;
    const blobs = Object.values(commit.tree).map((blob) =>
      createObject("blob", Buffer.from(git.blobs[blob] ?? "", "base64")),
    );
    for (const each of [...blobs, ...createCommitObjects(commit)]) await this.writeObject(each);
  }

  private objectPath(id: string): string {
    return join(this.folder, "objects", id.slice(0, 2), id.slice(2));
  }

  /** Also in a pack, which large pushes are kept in. */
  private async hasObject(id: string): Promise<boolean> {
    if (existsSync(this.objectPath(id))) return true;
    return this.run("cat-file", "-e", id).then(
      () => true,
      () => false,
    );
  }

  private async writeObject({ id, kind, content }: GitObject): Promise<void> {
    const path = this.objectPath(id);
    if (existsSync(path)) return;
    await mkdir(dirname(path), { recursive: true });
    const header = Buffer.from(`${kind} ${content.length}\0`);
    await writeFile(path, deflateSync(Buffer.concat([header, content])), { mode: 0o444 });
  }

  /** The commit of each ref, also of an annotated tag. */
  private async readRefs(): Promise<Map<string, string>> {
    const format = "%(refname) %(objectname) %(*objectname)";
    const text = await this.run("for-each-ref", `--format=${format}`);
    return new Map(
      splitLines(text).map((line) => {
        const [name = "", id = "", peeled = ""] = line.split(" ");
        return [name, peeled === "" ? id : peeled];
      }),
    );
  }

  private async readCommit(git: GitStore, id: string): Promise<Commit> {
    const format = "%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B";
    const shown = await this.run("log", "-1", "--no-show-signature", `--format=${format}`, id);
    const [parents = "", an, ae, ad, cn, ce, cd, ...message] = shown.split("\n");
    const [parent = "", mergedParent] = parents.split(" ");
    const files = (await this.run("ls-tree", "-r", "-z", id)).split("\0").slice(0, -1);
    const tree: Commit["tree"] = {};
    const modes: NonNullable<Commit["modes"]> = {};
    for (const file of files) {
      const [, mode = "", kind = "", blob = "", path = ""] =
        /^(\d+) (\w+) (\w+)\t([^]*)$/.exec(file) ?? [];
      tree[path] = blob;
      if (mode !== "100644") modes[path] = mode;
      if (kind === "blob") git.blobs[blob] ??= await this.readBlob(blob);
    }
    return {
      parent: parent === "" ? null : parent,
      ...(mergedParent === undefined ? {} : { mergedParent }),
      message: message.join("\n").trimEnd(),
      author: signature(an, ae, ad),
      committer: signature(cn, ce, cd),
      tree,
      modes,
    };
  }

  /** The content in base64. */
  private async readBlob(id: string): Promise<string> {
    const { stdout } = await runFile("git", this.arguments("cat-file", "blob", id), {
      ...{ env: gitEnvironment, maxBuffer: MAX_OUTPUT, encoding: "buffer" },
    });
    return stdout.toString("base64");
  }

  private async run(...args: string[]): Promise<string> {
    const options = { env: gitEnvironment, maxBuffer: MAX_OUTPUT };
    const { stdout } = await runFile("git", this.arguments(...args), options);
    return stdout;
  }

  private arguments(...args: string[]): string[] {
    return ["--git-dir", this.folder, ...args];
  }
}

function listRefs({ branches, tags = {} }: GitStore): Map<string, string> {
  return new Map([
    ...Object.entries(branches).map(([name, id]) => [`refs/heads/${name}`, id] as const),
    ...Object.entries(tags).map(([name, id]) => [`refs/tags/${name}`, id] as const),
  ]);
}

function signature(name = "", email = "", date = ""): Signature {
  return { name, email, date: `${new Date(date).toISOString().slice(0, 19)}Z` };
}

function splitLines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
