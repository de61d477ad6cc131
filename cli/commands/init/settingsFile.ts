import { isMap, isScalar, Pair, parseDocument, Scalar, YAMLMap, type Document } from "yaml";
import { isRecord } from "../../../core/http/json";
import { lowered } from "../../../core/oci/reference";
import type { ProposedImage } from "./proposal";

/** What the answers come to, before it is written. */
export interface Plan {
  readonly owner: string;
  /** Who logs in, where it is not the owner. */
  readonly username?: string;
  readonly repositories: readonly PlannedRepository[];
  /** Only where somebody named tags. */
  readonly tags?: readonly string[];
  /** The builder that was made for it. */
  readonly builder?: string;
}

export type Visibility = "private" | "public";

export interface PlannedRepository {
  readonly name: string;
  /** Where its clone lies, from the program's folder. */
  readonly root: string;
  /** Where there is none on GitHub yet. */
  readonly create?: { readonly visibility: Visibility; readonly isSaid: boolean };
  /** Whether a workflow builds its images; nothing where what the file says stays. */
  readonly workflow?: boolean;
  readonly images: readonly ProposedImage[];
}

export interface Written {
  readonly text: string;
  /** What is other than before, a line each; nothing where the text is the same. */
  readonly changes: readonly string[];
}

const head = (stack: string): string =>
  [
    ` The stack '${stack}': what it publishes, written first by 'pulumi-ghcr init'. It is yours to`,
    " change; docs/settings.md tells all that can stand here. What is 'secure' is encrypted.",
  ].join("\n");

/**
 * Puts a plan into a stack's file. What stands there and is not answered otherwise stays as it is,
 * with its comments and in its place, and without a change not a byte is another.
 */
export function withPlan(text: string, stack: string, plan: Plan): Written {
  const document: Document = parseDocument(text);
  const [wrong] = document.errors;
  if (wrong !== undefined) throw new Error(`is not YAML: ${wrong.message.split("\n")[0] ?? ""}`);
  const changes: string[] = [];
  const isNew = !isMap(document.contents) || !document.has("config");
  const { contents } = document;
  if (contents !== null && !isMap(contents)) throw new Error("is no map");
  const whole = contents ?? new YAMLMap();
  document.contents = whole;
  if (isNew) document.commentBefore = head(stack);
  const config = mapIn(document, whole, "config");
  const setText = (key: string, value: string, comment: string): void => {
    if (config.get(key) === value) return;
    const isThere = config.has(key);
    set(config, key, value, isThere ? undefined : comment);
    changes.push(`${key}: ${value}`);
  };
  setText("ghcr:owner", plan.owner, " Whose packages they are.");
  if (plan.username !== undefined) {
    setText("ghcr:username", plan.username, " Whose token it is.");
  }
  if (plan.builder !== undefined && !config.has("ghcr:builder")) {
    const comment = " Docker's own builder cannot push for several platforms; this one can.";
    set(config, "ghcr:builder", document.createNode({ name: plan.builder }), comment);
    changes.push(`ghcr:builder: ${plan.builder}`);
  }
  if (plan.tags !== undefined) putTags(document, config, plan.tags, changes);
  const repositories = mapIn(document, config, "ghcr:repositories");
  for (const each of plan.repositories) putRepository(document, repositories, each, changes);
  if (changes.length === 0) return { text, changes };
  // A line that is folded would be another text to those who compare.
  return { text: document.toString({ lineWidth: 0 }), changes };
}

function putTags(
  document: Document,
  config: YAMLMap,
  tags: readonly string[],
  changes: string[],
): void {
  const defaults = mapIn(document, config, "ghcr:defaults");
  if (JSON.stringify(plainOf(defaults.get("tags"))) === JSON.stringify(tags)) return;
  const list = document.createNode(tags, { flow: true });
  set(
    defaults,
    "tags",
    list,
    defaults.has("tags") ? undefined : " For images that name no tags of their own.",
  );
  changes.push(`ghcr:defaults.tags: ${tags.join(", ")}`);
}

function putRepository(
  document: Document,
  repositories: YAMLMap,
  wanted: PlannedRepository,
  changes: string[],
): void {
  const key = keyOf(repositories, wanted.name);
  const isThere = key !== undefined;
  const name = key ?? wanted.name;
  const repository = mapIn(document, repositories, name);
  const setting = `ghcr:repositories.${name}`;
  if (!isThere && wanted.create !== undefined) {
    set(repository, "create", true, " There was none of this name on GitHub.");
    repository.set("visibility", wanted.create.visibility);
    changes.push(`${setting}: will be made, ${wanted.create.visibility}`);
  } else if (!isThere) changes.push(`${setting}: is on GitHub`);
  else if (wanted.create?.isSaid === true && repository.get("create") === true) {
    const { visibility } = wanted.create;
    if (repository.get("visibility") !== visibility) {
      repository.set("visibility", visibility);
      changes.push(`${setting}.visibility: ${visibility}`);
    }
  }
  if (wanted.workflow !== undefined && hasWorkflow(repository) !== wanted.workflow) {
    const comment = " A workflow on GitHub builds the images; docs/workflow.md tells more.";
    // Where the program is no part of the repository, the workflow's paths begin elsewhere.
    const value = wanted.root === "." ? true : document.createNode({ root: wanted.root });
    if (wanted.workflow) set(repository, "workflow", value, comment);
    else repository.delete("workflow");
    const shown = wanted.root === "." ? "true" : `{root: ${wanted.root}}`;
    changes.push(`${setting}.workflow: ${wanted.workflow ? shown : "none"}`);
  }
  for (const image of wanted.images) {
    const images = mapIn(document, repository, "images");
    if (hasImage(plainOf(images), image)) continue;
    const { name: own, ...settings } = image;
    images.set(own, document.createNode(settings));
    changes.push(`${setting}.images.${own}: from ${image.dockerfile ?? image.context}`);
  }
}

function hasWorkflow(repository: YAMLMap): boolean {
  const value = repository.get("workflow");
  return value !== undefined && value !== false;
}

/** Whether images as they are written have one, by its name or by what it is built of. */
export function hasImage(images: unknown, { name, context, dockerfile }: ProposedImage): boolean {
  return Object.entries(isRecord(images) ? images : {}).some(([key, value]) => {
    const settings = isRecord(value) ? value : { context: value };
    const isSame = settings.context === context && settings.dockerfile === dockerfile;
    return lowered(key) === lowered(name) || isSame;
  });
}

function plainOf(node: unknown): unknown {
  return typeof node === "object" && node !== null && "toJSON" in node
    ? (node as { toJSON: () => unknown }).toJSON()
    : node;
}

/** The key as it is written, whatever its case: GitHub takes both for one. */
function keyOf(map: YAMLMap, name: string): string | undefined {
  return map.items
    .map(({ key }) => (isScalar(key) ? String(key.value) : String(key)))
    .find((key) => lowered(key) === lowered(name));
}

/** The map behind a key; a new one where there is nothing. What else stands there is not ours to drop. */
function mapIn(document: Document, map: YAMLMap, key: string): YAMLMap {
  const value = map.get(key);
  if (isMap(value)) return value;
  if (plainOf(value) !== undefined && plainOf(value) !== null) {
    throw new Error(`has something else than a map behind '${key}'`);
  }
  const made = document.createNode({}) as unknown as YAMLMap;
  made.flow = false;
  map.set(key, made);
  return made;
}

/** What is there keeps its place and the comment behind it. */
function set(map: YAMLMap, key: string, value: unknown, comment: string | undefined): void {
  if (map.has(key)) {
    map.set(key, value);
    return;
  }
  const named = new Scalar(key);
  if (comment !== undefined) named.commentBefore = comment;
  map.add(new Pair<unknown, unknown>(named, value));
}
