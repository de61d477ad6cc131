import { isMap, isScalar, Pair, parseDocument, Scalar, YAMLMap, type Document } from "yaml";
import { isRecord } from "../../../../core/http/json";
import { toAsciiLowerCase } from "../../../../core/oci/reference";
import type { ProposedImage } from "../scan/proposal";
import type { PlannedMirror } from "./mirrors";

/** The settings to write. */
export interface Plan {
  readonly owner: string;
  /** The account that logs in, if it is not the owner. */
  readonly username?: string;
  readonly repositories: readonly PlannedRepository[];
  /** The mirrors to add. */
  readonly mirrors?: readonly PlannedMirror[];
  /** Only if tags were named. */
  readonly tags?: readonly string[];
  /** The builder that was created for it. */
  readonly builder?: string;
}

export type Visibility = "private" | "public";

export interface PlannedRepository {
  readonly name: string;
  /** The path of its clone, relative to the program's folder. */
  readonly root: string;
  /** If it does not exist on GitHub yet. */
  readonly create?: { readonly visibility: Visibility; readonly isExplicit: boolean };
  /** Whether a workflow builds its images; undefined to keep the current setting. */
  readonly workflow?: boolean;
  readonly images: readonly ProposedImage[];
}

export interface SettingsEdit {
  readonly text: string;
  /** The changes, one line each; empty if the text is the same. */
  readonly changes: readonly string[];
}

const headComment = (stack: string): string =>
  [
    ` The stack '${stack}', created by 'pulumi-ghcr init'. Edit it freely: docs/settings.md describes`,
    " every setting. Values under 'secure' are encrypted.",
  ].join("\n");

/**
 * Applies a plan to a stack's file. Other settings, comments and the order are kept; without a
 * change the text is identical byte for byte.
 */
export function applyPlan(text: string, stack: string, plan: Plan): SettingsEdit {
  const document: Document = parseDocument(text);
  const [wrong] = document.errors;
  if (wrong !== undefined) throw new Error(`is not YAML: ${wrong.message.split("\n")[0] ?? ""}`);
  const changes: string[] = [];
  const isNew = !isMap(document.contents) || !document.has("config");
  const { contents } = document;
  if (contents !== null && !isMap(contents)) throw new Error("is not a map");
  const root = contents ?? new YAMLMap();
  document.contents = root;
  if (isNew) document.commentBefore = headComment(stack);
  const config = getOrCreateMap(document, root, "config");
  const setText = (key: string, value: string, comment: string): void => {
    if (config.get(key) === value) return;
    const exists = config.has(key);
    setKey(config, key, value, exists ? undefined : comment);
    changes.push(`${key}: ${value}`);
  };
  setText("ghcr:owner", plan.owner, " The owner of the packages.");
  if (plan.username !== undefined) {
    setText("ghcr:username", plan.username, " The account that the token belongs to.");
  }
  if (plan.builder !== undefined && !config.has("ghcr:builder")) {
    const comment = " Docker's own builder cannot push for several platforms; this one can.";
    setKey(config, "ghcr:builder", document.createNode({ name: plan.builder }), comment);
    changes.push(`ghcr:builder: ${plan.builder}`);
  }
  if (plan.tags !== undefined) setTags(document, config, plan.tags, changes);
  for (const each of plan.repositories) {
    setRepository(document, getOrCreateMap(document, config, "ghcr:repositories"), each, changes);
  }
  for (const { name, from, tags } of plan.mirrors ?? []) {
    const value = tags === undefined ? from : document.createNode({ from, tags });
    getOrCreateMap(document, config, "ghcr:mirrors").set(name, value);
    changes.push(`ghcr:mirrors.${name}: from ${from}${tags ? `, ${tags.join(", ")}` : ""}`);
  }
  if (changes.length === 0) return { text, changes };
  // No folding: it would show up as a change in a diff.
  return { text: document.toString({ lineWidth: 0 }), changes };
}

function setTags(
  document: Document,
  config: YAMLMap,
  tags: readonly string[],
  changes: string[],
): void {
  const defaults = getOrCreateMap(document, config, "ghcr:defaults");
  if (JSON.stringify(toPlain(defaults.get("tags"))) === JSON.stringify(tags)) return;
  const list = document.createNode(tags, { flow: true });
  setKey(
    defaults,
    "tags",
    list,
    defaults.has("tags") ? undefined : " For images without tags of their own.",
  );
  changes.push(`ghcr:defaults.tags: ${tags.join(", ")}`);
}

function setRepository(
  document: Document,
  repositories: YAMLMap,
  planned: PlannedRepository,
  changes: string[],
): void {
  const key = findKey(repositories, planned.name);
  const exists = key !== undefined;
  const name = key ?? planned.name;
  const repository = getOrCreateMap(document, repositories, name);
  const setting = `ghcr:repositories.${name}`;
  if (!exists && planned.create !== undefined) {
    // Your code is here, and a clone cannot push to a repository that begins with another commit.
    const comment = " It did not exist on GitHub. It is created empty, for your first push.";
    setKey(repository, "create", "empty", comment);
    repository.set("visibility", planned.create.visibility);
    changes.push(`${setting}: will be created, ${planned.create.visibility}`);
  } else if (!exists) changes.push(`${setting}: exists on GitHub`);
  else if (planned.create?.isExplicit === true && isCreated(repository)) {
    const { visibility } = planned.create;
    if (repository.get("visibility") !== visibility) {
      repository.set("visibility", visibility);
      changes.push(`${setting}.visibility: ${visibility}`);
    }
  }
  if (planned.workflow !== undefined && hasWorkflow(repository) !== planned.workflow) {
    const comment = " A workflow on GitHub builds the images; see docs/workflow.md.";
    // If the program is outside the repository, the workflow's paths start at the clone's root.
    const value = planned.root === "." ? true : document.createNode({ root: planned.root });
    if (planned.workflow) setKey(repository, "workflow", value, comment);
    else repository.delete("workflow");
    const shown = planned.root === "." ? "true" : `{root: ${planned.root}}`;
    changes.push(`${setting}.workflow: ${planned.workflow ? shown : "none"}`);
  }
  for (const image of planned.images) {
    const images = getOrCreateMap(document, repository, "images");
    if (hasImage(toPlain(images), image)) continue;
    const { name: imageName, ...settings } = image;
    images.set(imageName, document.createNode(settings));
    changes.push(`${setting}.images.${imageName}: from ${image.dockerfile ?? image.context}`);
  }
}

function isCreated(repository: YAMLMap): boolean {
  const create = repository.get("create");
  return create === true || create === "empty";
}

function hasWorkflow(repository: YAMLMap): boolean {
  const value = repository.get("workflow");
  return value !== undefined && value !== false;
}

/** Whether the images in the settings include one, by its name or by its context and Dockerfile. */
export function hasImage(images: unknown, { name, context, dockerfile }: ProposedImage): boolean {
  return Object.entries(isRecord(images) ? images : {}).some(([key, value]) => {
    const settings = isRecord(value) ? value : { context: value };
    const isSame = settings.context === context && settings.dockerfile === dockerfile;
    return toAsciiLowerCase(key) === toAsciiLowerCase(name) || isSame;
  });
}

function toPlain(node: unknown): unknown {
  return typeof node === "object" && node !== null && "toJSON" in node
    ? (node as { toJSON: () => unknown }).toJSON()
    : node;
}

/** The key as written: GitHub ignores case in names. */
function findKey(map: YAMLMap, name: string): string | undefined {
  return map.items
    .map(({ key }) => (isScalar(key) ? String(key.value) : String(key)))
    .find((key) => toAsciiLowerCase(key) === toAsciiLowerCase(name));
}

/** The map under a key, created if missing. Throws for any other value, which is the user's. */
function getOrCreateMap(document: Document, map: YAMLMap, key: string): YAMLMap {
  const value = map.get(key);
  if (isMap(value)) return value;
  if (toPlain(value) !== undefined && toPlain(value) !== null) {
    throw new Error(`has no map under '${key}'`);
  }
  const created = document.createNode({}) as unknown as YAMLMap;
  created.flow = false;
  map.set(key, created);
  return created;
}

/** An existing key keeps its place and its comments. */
function setKey(map: YAMLMap, key: string, value: unknown, comment: string | undefined): void {
  if (map.has(key)) {
    map.set(key, value);
    return;
  }
  const named = new Scalar(key);
  if (comment !== undefined) named.commentBefore = comment;
  map.add(new Pair<unknown, unknown>(named, value));
}
