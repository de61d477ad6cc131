import { createHash } from "node:crypto";

import type { Commit, Signature } from "../../world/world";
import { lookUp } from "../../world/world";

/** A git object, as clients compute its id. */
export interface GitObject {
  id: string;
  kind: "blob" | "tree" | "commit";
  content: Buffer;
}

interface TreeFile {
  path: string;
  mode: string;
  id: string;
}

const REGULAR_FILE = "100644";
const FOLDER = "40000";

export function createObject(kind: GitObject["kind"], content: Buffer): GitObject {
  const header = `${kind} ${content.length}\0`;
  const id = createHash("sha1").update(header).update(content).digest("hex");
  return { id, kind, content };
}

/** The commit's trees, and last the commit itself. */
export function createCommitObjects(commit: Commit): GitObject[] {
  const files = Object.entries(commit.tree).map(([path, id]) => {
    return { path, id, mode: lookUp(commit.modes ?? {}, path) ?? REGULAR_FILE };
  });
  const trees = createTrees(files);
  const parents = [commit.parent, commit.mergedParent].filter((each) => each != null);
  const lines = [
    `tree ${trees.at(-1)?.id ?? ""}`,
    ...parents.map((id) => `parent ${id}`),
    `author ${signatureLine(commit.author)}`,
    `committer ${signatureLine(commit.committer)}`,
    "",
    commit.message,
  ];
  return [...trees, createObject("commit", Buffer.from(lines.join("\n")))];
}

export function commitId(commit: Commit): string {
  return createCommitObjects(commit).at(-1)?.id ?? "";
}

/** The trees of the folders, and last the one that contains them. */
function createTrees(files: readonly TreeFile[]): GitObject[] {
  const entries: { name: string; mode: string; id: string }[] = [];
  const folders = new Map<string, TreeFile[]>();
  for (const { path, ...file } of files) {
    const slash = path.indexOf("/");
    const name = slash === -1 ? path : path.slice(0, slash);
    if (slash === -1) entries.push({ name, ...file });
    else
      folders.set(name, [...(folders.get(name) ?? []), { path: path.slice(slash + 1), ...file }]);
  }
  const below: GitObject[] = [];
  for (const [name, inner] of folders) {
    const trees = createTrees(inner);
    entries.push({ name, mode: FOLDER, id: trees.at(-1)?.id ?? "" });
    below.push(...trees);
  }
  entries.sort((one, other) => Buffer.compare(sortKey(one), sortKey(other)));
  const content = entries.flatMap(({ name, mode, id }) => [
    Buffer.from(`${mode} ${name}\0`),
    Buffer.from(id, "hex"),
  ]);
  return [...below, createObject("tree", Buffer.concat(content))];
}

/** Git sorts a folder as if its name ended with a slash. */
function sortKey({ name, mode }: { name: string; mode: string }): Buffer {
  return Buffer.from(mode === FOLDER ? `${name}/` : name);
}

function signatureLine({ name, email, date }: Signature): string {
  return `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
}
