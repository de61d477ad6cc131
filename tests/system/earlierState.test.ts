import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SEED_OWNER } from "../../sandbox";
import { isWrite, Project, type Operation, type Update } from "./support/project";

/**
 * A stack's state as the first edition of the program stored it. Placeholders replace the registry's
 * address and long texts; `adaptFixture` inserts the values.
 */
const fixture = join(__dirname, "fixtures", "stateOfFirstEdition.json");

const pullToken = "ghp_sandboxPull00000000000000000000000000000";

const repositories = {
  "civilx-universe": {
    create: true,
    description: "A universe in a container",
    visibility: "public",
    protectTags: ["v*"],
    images: {
      "civilx-universe": {
        context: "examples/universe",
        contexts: { base: ".sandbox/base" },
        packageVisibility: "private",
        tags: ["latest", "1.0"],
      },
      "civilx-universe/assets": {
        context: "examples/assets",
        platforms: ["linux/amd64", "linux/arm64"],
      },
    },
  },
  v7: {
    create: true,
    workflowPermissions: "write",
    workflow: true,
    images: { "v7/web": { context: "web", tags: ["latest"] } },
  },
};

type Json = null | boolean | number | string | readonly Json[] | JsonObject;

interface JsonObject {
  readonly [key: string]: Json;
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly [key: string]: Json;
}

interface Stored {
  readonly version: number;
  readonly deployment: { readonly resources: readonly Resource[] };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Values from GitHub, the registry or the clock, which differ for each new stack. */
const decidedElsewhere =
  /sha256:[0-9a-f]{64}|^[0-9a-f]{40,64}$|^\d{4}-\d\d-\d\d[T ]|^W?\/?"|^\{\{long\}\}$|_[A-Za-z\d=]{8,}$|^\d{3,}$/;

function adaptValue(earlier: Json, here: Json | undefined): Json {
  if (typeof earlier === "number" && typeof here === "number") return here;
  if (typeof earlier === "string" && typeof here === "string") {
    return decidedElsewhere.test(earlier) ? here : earlier;
  }
  if (Array.isArray(earlier)) {
    const values = Array.isArray(here) ? (here as readonly Json[]) : [];
    return (earlier as readonly Json[]).map((each, index) => adaptValue(each, values[index]));
  }
  if (!isObject(earlier)) return earlier;
  const values = isObject(here) ? here : {};
  return Object.fromEntries(
    Object.entries(earlier).map(([key, each]) => [key, adaptValue(each, values[key])]),
  );
}

/** The type and name of a resource, without its parents. */
function getKey({ urn, type }: Resource): string {
  return `${type} ${urn.split("::").at(-1) ?? ""}`;
}

/** The fixture with the values of this stack. */
function adaptFixture(address: string, here: Stored): Stored {
  const text = readFileSync(fixture, "utf8").replaceAll("{{address}}", address);
  const earlier = JSON.parse(text) as Stored;
  const resources = new Map(here.deployment.resources.map((each) => [getKey(each), each]));
  return {
    ...earlier,
    deployment: {
      ...earlier.deployment,
      resources: earlier.deployment.resources.map(
        (each) => adaptValue(each, resources.get(getKey(each))) as Resource,
      ),
    },
  };
}

let project: Project;
/** The outputs before the migration. */
let outputs: Update["outputs"];

beforeAll(async () => {
  project = await Project.open();
  const token = { token: pullToken, kind: "classic", owner: SEED_OWNER, scopes: ["read:packages"] };
  await project.control("tokens", { method: "POST", body: JSON.stringify(token) });
  await project.setSecrets({ "ghcr:pullToken": pullToken });
  project.configure({ "ghcr:repositories": repositories });
  await project.up();
  const from = `${project.world.sandbox.address}/f1bonacci66/civilx-universe/assets`;
  const mirrors = {
    copy: { from, tags: ["latest"] },
    linked: { from: `${from}:latest`, mode: "linked", repository: "civilx-universe" },
  };
  project.configure({ "ghcr:mirrors": mirrors });
  ({ outputs } = await project.up());
}, 600_000);

afterAll(async () => {
  await project.close();
});

/** The changes of resources that exist at GitHub or in the registry, unlike components. */
function listChanges(operations: readonly Operation[]): readonly string[] {
  return operations
    .filter(({ type, operation }) => operation !== "same" && /^(?:github|docker-build):/.test(type))
    .map(({ operation, name }) => `${operation} ${name}`);
}

test("a stack of the first edition is migrated without changes and writes, also in the next update", async () => {
  const { address } = project.world.sandbox;
  const state = (await project.exportState()) as Stored;
  await project.importState(adaptFixture(address, state));
  const { operations, requests } = await project.up();
  expect(listChanges(operations)).toEqual([]);
  // The first edition had one component for both kinds of images.
  const built = operations.filter(({ name }) => name === "v7/web");
  expect(built).toEqual([{ operation: "same", type: "ghcr:index:ExternalImage", name: "v7/web" }]);
  // The push permission is checked again, by opening and canceling an upload.
  const sent = requests.filter((each) => isWrite(each) && !each.path.includes("/blobs/uploads/"));
  expect(sent).toEqual([]);
  const next = await project.up();
  expect(listChanges(next.operations)).toEqual([]);
  expect(next.requests.filter(isWrite)).toEqual([]);
  expect(next.outputs).toEqual(outputs);
});
