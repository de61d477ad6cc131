import type { Commit, Repository } from "../../world/world";
import { lookUp } from "../../world/world";
import { nodeId, person } from "./account";
import type { Call } from "../operation";

/** The repository and reference that contents are read from. */
export interface Viewpoint {
  call: Call;
  repository: Repository;
  reference: string | null;
}

/** `content-file`, with the content or without it. */
export function fileShape(
  from: Viewpoint,
  commit: Commit,
  path: string,
  withContent = true,
): Record<string, unknown> {
  const id = lookUp(commit.tree, path) ?? "";
  const encoded = from.repository.git.blobs[id] ?? "";
  const links = contentLinks(from, "file", path, id);
  return {
    type: "file",
    size: Buffer.from(encoded, "base64").length,
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    sha: id,
    ...links,
    // GitHub breaks the lines of its base64 at 60 characters, and ends it with a break.
    ...(withContent
      ? { encoding: "base64", content: encoded.replace(/.{1,60}/g, "$&\n") }
      : undefined),
  };
}

/** The entries directly below a folder; none if it does not exist. */
export function directoryShape(from: Viewpoint, commit: Commit, path: string): unknown[] {
  const prefix = path === "" ? "" : `${path}/`;
  const below = Object.keys(commit.tree).filter((one) => one.startsWith(prefix));
  const names = [...new Set(below.map((one) => one.slice(prefix.length).split("/")[0] ?? ""))];
  return names.sort().map((name) => {
    const full = prefix + name;
    if (lookUp(commit.tree, full) !== undefined) return fileShape(from, commit, full, false);
    const links = contentLinks(from, "dir", full, "");
    return { type: "dir", size: 0, name, path: full, sha: "", ...links, download_url: null };
  });
}

function contentLinks(
  { call, repository, reference }: Viewpoint,
  type: "file" | "dir",
  path: string,
  id: string,
): Record<string, unknown> {
  const fullName = `${repository.owner}/${repository.name}`;
  const branch = reference ?? repository.settings.default_branch;
  const escaped = path.split("/").map(encodeURIComponent).join("/");
  const api = `${call.base}/repos/${fullName}`;
  const url = `${api}/contents/${escaped}?ref=${encodeURIComponent(branch)}`;
  const html_url = `https://github.com/${fullName}/${type === "file" ? "blob" : "tree"}/${branch}/${escaped}`;
  const git_url = `${api}/git/${type === "file" ? "blobs" : "trees"}/${id}`;
  return {
    url,
    html_url,
    git_url,
    download_url: `https://raw.githubusercontent.com/${fullName}/${branch}/${escaped}`,
    _links: { self: url, git: git_url, html: html_url },
  };
}

/** `commit`: the git commit, and the accounts of author and committer. */
export function commitShape(
  call: Call,
  repository: Repository,
  id: string,
  commit: Commit,
): Record<string, unknown> & { commit: Record<string, unknown> } {
  const fullName = `${repository.owner}/${repository.name}`;
  const url = `${call.base}/repos/${fullName}`;
  const html_url = `https://github.com/${fullName}/commit/${id}`;
  const who = person(call, repository.owner);
  const parents =
    commit.parent === null
      ? []
      : [{ sha: commit.parent, url: `${url}/commits/${commit.parent}`, html_url }];
  return {
    sha: id,
    node_id: nodeId("Commit", repository.id),
    url: `${url}/commits/${id}`,
    html_url,
    comments_url: `${url}/commits/${id}/comments`,
    author: who,
    committer: who,
    parents,
    commit: {
      sha: id,
      node_id: nodeId("Commit", repository.id),
      url: `${url}/git/commits/${id}`,
      html_url,
      message: commit.message,
      author: commit.author,
      committer: commit.committer,
      tree: { sha: id, url: `${url}/git/trees/${id}` },
      parents,
      comment_count: 0,
      verification: {
        verified: false,
        reason: "unsigned",
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
  };
}
