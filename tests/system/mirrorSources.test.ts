import { PUBLISHER_TOKEN, SEED_OWNER, type JournalEntry } from "../../sandbox";
import { Project, type Update } from "./support/project";
import { RegistryUser, type Descriptor, type Tree } from "./support/registryUser";
import { SourceImages, type PushedIndex } from "./support/sourceImages";
import { listChanges, joinLines } from "./support/changes";

/**
 * The tests depend on each other: a stack copies every kind of image from another registry, and from
 * sources that fail in every way.
 */
let project: Project;
let source: string;
let images: SourceImages;
let reader: RegistryUser;
let target: RegistryUser;

const owner = SEED_OWNER.toLowerCase();
const signatureType = "application/vnd.dev.sigstore.bundle.v0.3+json";

interface Copy {
  readonly isSame?: boolean;
  readonly why?: string;
}

/** A mirror, and the expected copy. */
interface MirrorCase {
  readonly from: string;
  readonly platforms?: readonly string[];
  readonly isSame: boolean;
  readonly why?: string;
  /** The platforms in the copied index. */
  readonly copiedPlatforms: readonly string[];
}

const twoPlatforms = ["linux/amd64", "linux/arm64/v8"];
const wrappedReason = "the source is a single manifest, which was wrapped in an index";
const selectedReason = "it contains only the selected platforms";
const attestedPlatforms = [...twoPlatforms, "unknown/unknown", "unknown/unknown"];

const kinds: Readonly<Record<string, MirrorCase>> = {
  index: { from: "library/postgres:16", isSame: true, copiedPlatforms: twoPlatforms },
  list: { from: "library/postgres:list", isSame: true, copiedPlatforms: twoPlatforms },
  docker: {
    from: "library/single:docker",
    isSame: false,
    why: wrappedReason,
    copiedPlatforms: ["linux/amd64"],
  },
  oci: {
    from: "library/single:oci",
    isSame: false,
    why: wrappedReason,
    copiedPlatforms: ["linux/arm64"],
  },
  attested: { from: "a/b/c:attested", isSame: true, copiedPlatforms: attestedPlatforms },
  all: {
    ...{ from: "a/b/c:attested", platforms: ["linux/arm64", "linux/amd64"] },
    ...{ isSame: true, copiedPlatforms: attestedPlatforms },
  },
  // The provider reads platforms from the image configuration, and normalizes them like containerd.
  some: {
    ...{ from: "a/b/c:three", platforms: ["linux/arm64", "linux/arm/v6"] },
    ...{ isSame: false, why: selectedReason, copiedPlatforms: ["linux/arm64", "linux/arm/v6"] },
  },
  signed: { from: "a/b/c:signed", isSame: true, copiedPlatforms: twoPlatforms },
};

/** The setting of each kind. */
const ofEachKind = Object.fromEntries(
  Object.entries(kinds).map(([name, { from, platforms }]) => {
    return [name, { from, ...(platforms === undefined ? {} : { platforms }) }] as const;
  }),
);

const linked = { mode: "linked", repository: "elsewhere" };
/** Linked mirrors of a single manifest do not name its platform. */
const single = { from: "library/single:oci", platforms: ["linux/arm64"], ...linked };

const login = { username: "octocat", password: "sourcePassword" };
const named = { username: "octocat", password: "hub" };
const changedPassword = "anotherPassword";
const closed = { from: "octo/closed:1", login: named };

/** Mirrors whose copies fail in an update, and mirrors that fail and continue. */
const failing = listLarge("limited", "rejected");
const limits = {
  "rate-limited-once": { limit: "pulls", nth: 4 },
  "rate-limited-for-three-requests": { limit: "abuse", nth: 12, times: 3 },
};
const faults = {
  "disconnected-in-a-blob": { nth: 3, fault: { type: "cut-answer", bytes: 100_000 } },
  "interrupted-by-a-server-error": { nth: 2, fault: answerWith(503) },
};
const interrupted = listLarge(...Object.keys(limits), ...Object.keys(faults));

const mirrors: Readonly<Record<string, { readonly from: string }>> = {
  ...{ ...ofEachKind, ...failing, ...interrupted, single, closed },
  "closed-linked": { ...closed, ...linked },
  ...{ moved: { from: "library/moved:1" }, "closed-moved": { ...closed, from: "octo/moved:1" } },
};

let signed: PushedIndex;
let attachments: readonly Descriptor[];

beforeAll(async () => {
  project = await Project.open();
  project.configure({ "ghcr:repositories": {} });
  ({ address: source } = (await sendControl("POST", "source")) as { address: string });
  images = new SourceImages(source);
  reader = new RegistryUser(source, null);
  const publisher = { username: SEED_OWNER, password: PUBLISHER_TOKEN };
  target = new RegistryUser(project.world.sandbox.address, publisher);
  await images.pushIndex("library/postgres", "16");
  await images.pushIndex("library/postgres", "list", { format: "docker" });
  await images.pushImage("library/single", "docker", { format: "docker" });
  await images.pushImage("library/single", "oci", { platform: "linux/arm64" });
  await images.pushIndex("a/b/c", "attested", { isAttested: true });
  const platforms = [...twoPlatforms, "linux/arm/v6"];
  await images.pushIndex("a/b/c", "three", { platforms, isAttested: true });
  signed = await images.pushIndex("a/b/c", "signed");
  attachments = [
    await images.pushSignature("a/b/c", signed),
    await images.pushReferrer("a/b/c", signed, signatureType),
    await images.pushReferrer("a/b/c", signed, "application/spdx+json"),
  ];
  for (const name of Object.keys({ ...failing, ...interrupted }))
    await images.pushIndex(`library/${name}`, "1", { bytes: 2_000_000, isAttested: true });
  for (const name of ["library/moved", "octo/closed", "octo/moved"])
    await images.pushIndex(name, "1");
  await protectSources(login.password);
}, 600_000);

afterAll(async () => {
  await project.close();
});

function sendControl(method: string, path: string, body?: object): Promise<unknown> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  return project.control(path, { method, ...text });
}

async function protectSources(password: string): Promise<void> {
  for (const name of ["closed", "moved"])
    await sendControl("PUT", `source-repositories/octo/${name}`, { login: { ...login, password } });
}

async function storePassword(password: string): Promise<void> {
  await project.setSecrets({ "ghcr:secret-hub": password });
}

/** Mirrors of large images with the same names. */
function listLarge(...names: readonly string[]): Record<string, { readonly from: string }> {
  return Object.fromEntries(names.map((name) => [name, { from: `library/${name}:1` }]));
}

function blobsOf(name: string): object {
  return { kind: "source", method: "GET", path: `/v2/library/${name}/blobs/*` };
}

function configureMirrors(all: Readonly<Record<string, { readonly from: string }>>): void {
  const entries = Object.entries(all).map(([name, { from, ...settings }]) => {
    return [name, { ...settings, from: `${source}/${from}` }] as const;
  });
  project.configure({ "ghcr:mirrors": Object.fromEntries(entries) });
}

function answerWith(status: number): object {
  return { type: "answer", status };
}

function getCopy({ outputs }: Update, name: string): Copy {
  const all = outputs.images as Readonly<Record<string, { readonly copied: readonly Copy[] }>>;
  return all[name]?.copied[0] ?? {};
}

function readCopy(name: string, tag: string): Promise<Tree> {
  return target.readTree(`${owner}/${name}`, tag);
}

async function expectComplete(names: readonly string[]): Promise<void> {
  for (const name of names)
    expect(await readCopy(name, "1")).toEqual(await reader.readTree(`library/${name}`, "1"));
}

function listPlatforms({ children }: Tree): readonly string[] {
  return children.map(({ platform = {} }) =>
    [platform.os, platform.architecture, platform.variant].filter(Boolean).join("/"),
  );
}

async function readJournal(): Promise<readonly JournalEntry[]> {
  return (await sendControl("GET", "journal?kind=source")) as JournalEntry[];
}

it("a source that cannot be read without credentials stops the update before it changes anything, and the fix names the setting", async () => {
  await storePassword("wrongPassword");
  const { from } = closed;
  configureMirrors({ none: { from: "library/none:1" }, closed: { from }, wrong: closed });
  const { output, requests } = await project.expectUpToFail();
  expect(requests.filter(({ method }) => method === "PUT")).toEqual([]);
  const text = joinLines(output);
  for (const name of ["none", "closed", "wrong"])
    expect(text).toMatch(
      new RegExp(`mirrors\\.${name}\\.from: \\S+ cannot be read, and was never`),
    );
  expect(text).toContain("add a login: login: {username: NAME, password: NAME}");
  expect(text).toContain("Check that the login's username and password are correct");
  expect(text).not.toContain("wrongPassword");
});

it("a copy fails with Docker Hub's message at the pull limit, or if a blob is missing", async () => {
  configureMirrors(failing);
  // By then, the preflight has read the manifest.
  const limit = { limit: "pulls", repository: "library/limited", nth: 5, times: "all" };
  await sendControl("POST", "source-limits", limit);
  const fault = { nth: 2, times: "all", fault: answerWith(404) };
  await sendControl("POST", "faults", { ...fault, match: blobsOf("rejected") });
  const { output } = await project.expectUpToFail();
  await sendControl("DELETE", "knobs");
  expect(output).toContain("You have reached your unauthenticated pull rate limit");
  for (const name of Object.keys(failing))
    expect(await target.readDigest(`${owner}/${name}`, "1")).toBeUndefined();
});

describe("every kind of image", () => {
  let update: Update;
  let journal: readonly JournalEntry[];
  let planted: readonly { readonly struck: number }[];

  beforeAll(async () => {
    await storePassword(login.password);
    for (const [name, limit] of Object.entries(limits))
      await sendControl("POST", "source-limits", { ...limit, repository: `library/${name}` });
    for (const [name, fault] of Object.entries(faults))
      await sendControl("POST", "faults", { ...fault, match: blobsOf(name) });
    configureMirrors(mirrors);
    update = await project.up();
    journal = await readJournal();
    planted = (await sendControl("GET", "faults")) as typeof planted;
    await sendControl("DELETE", "knobs");
  });

  it.each(Object.entries(kinds))("is copied completely: %s", async (name, mirrored) => {
    const [from = "", tag = ""] = mirrored.from.split(":");
    const [original, copy] = [await reader.readTree(from, tag), await readCopy(name, tag)];
    const { isSame, why } = getCopy(update, name);
    expect({ isSame, why }).toEqual({ isSame: mirrored.isSame, why: mirrored.why });
    expect(copy.digest === original.digest).toBe(mirrored.isSame);
    expect(listPlatforms(copy)).toEqual(mirrored.copiedPlatforms);
    if (mirrored.isSame) expect(copy).toEqual(original);
    const digests = [original.digest, ...original.below];
    expect(copy.below.filter((digest) => !digests.includes(digest))).toEqual([]);
    if (original.children.length === 0) expect(copy.below).toEqual([...digests].sort());
  });

  it("keeps its media types", async () => {
    const types = { index: "oci", list: "docker", docker: "docker", oci: "oci" };
    const of = {
      oci: "application/vnd.oci.image.index.v1+json",
      docker: "application/vnd.docker.distribution.manifest.list.v2+json",
    };
    for (const [name, type] of Object.entries(types)) {
      const { mediaType } = await readCopy(name, kinds[name]?.from.split(":")[1] ?? "");
      expect(mediaType).toBe(of[type as keyof typeof of]);
    }
  });

  it("is copied without attestations if platforms are selected, which is reported", async () => {
    const { children } = await readCopy("some", "three");
    expect(children.map(({ annotations }) => annotations)).toEqual([undefined, undefined]);
    expect(update.output).toContain(
      "ghcr:mirrors.some.platforms: the source's attestations are not copied: 'three'",
    );
    expect(update.output).not.toContain("ghcr:mirrors.all.platforms");
  });

  it("is copied without signatures and referrers, which is reported", async () => {
    const name = `${owner}/signed`;
    const tag = signed.digest.replace(":", "-");
    const found = [tag, `${tag}.sig`, ...attachments.map(({ digest }) => digest)].map((each) =>
      target.readDigest(name, each),
    );
    expect(await Promise.all(found)).toEqual(Array.from({ length: 5 }, () => undefined));
    const beside = "what is attached to the source, such as a signature, is not copied";
    expect(update.output).toContain(`ghcr:mirrors.signed.from: ${beside}: 'signed'`);
    expect(update.output).not.toContain("ghcr:mirrors.index.from");
  });

  it("is copied, and used as a base image, with the configured login", async () => {
    expect(getCopy(update, "closed")).toMatchObject({ isSame: true });
    expect(listPlatforms(await readCopy("closed-linked", "1"))).toEqual([
      ...["linux/amd64", "linux/arm64"],
    ]);
    expect(project.readState()).not.toContain(login.password);
    const served = journal.filter(
      ({ path, status }) => path.startsWith("/v2/octo/closed/") && status === 200,
    );
    expect(new Set(served.map(({ account }) => account))).toEqual(new Set(["octocat"]));
  });

  it("is linked for the platform in the settings if it is a single manifest", async () => {
    expect(listPlatforms(await readCopy("single", "oci"))).toEqual(["linux/arm64"]);
  });

  it("is complete although its copy was rate limited, disconnected or interrupted", async () => {
    expect(planted.map(({ struck }) => struck)).toEqual([1, 3, 1, 1]);
    await expectComplete(Object.keys(interrupted));
  });

  it("is complete although its copy failed in the update before", async () => {
    expect(listChanges(update)).toContain("create Index rejected:1");
    await expectComplete(Object.keys(failing));
  });
});

describe("the next update", () => {
  const moved = ["library/moved", "octo/moved"];
  let digests: readonly string[];
  let update: Update;
  let requests: readonly string[];

  beforeAll(async () => {
    const options = { isAttested: true };
    const pushed = moved.map((name) => images.pushIndex(name, "1", options));
    digests = (await Promise.all(pushed)).map(({ digest }) => digest);
    await protectSources(changedPassword);
    await storePassword(changedPassword);
    // Clients do not retry at a rate-limited token service. By then, the preflight has its tokens.
    const sources = new Set(Object.values(mirrors).map(({ from }) => from.split(":")[0]));
    const token = { kind: "source", path: "/token" };
    const fault = { nth: sources.size + 1, fault: answerWith(429) };
    await sendControl("POST", "faults", { match: token, ...fault });
    update = await project.up();
    await sendControl("DELETE", "knobs");
    requests = (await readJournal())
      .map(({ method, path, status }) => `${method} ${path.replace(/^\/v2\/(?=.)/, "")} ${status}`)
      .filter((line) => !line.includes("/token"));
  });

  it("copies only what moved at the source, also with a changed password", async () => {
    // Another password is another provider.
    const changes = listChanges(update).filter(
      (line) => !/ closed-moved(?:-source|:1)$/.test(line),
    );
    expect(changes).toEqual(["update Index moved:1"]);
    for (const [at, name] of ["moved", "closed-moved"].entries()) {
      const copy = await readCopy(name, "1");
      expect(copy.digest).toBe(digests[at]);
      expect(copy.children).toHaveLength(4);
    }
  });

  it("costs one HEAD request for each other tag, and one GET of /v2/ for each login", () => {
    const others = Object.values(mirrors).filter(({ from }) => !moved.includes(from.slice(0, -2)));
    const heads = others.map(({ from }) => `HEAD ${from.replace(":", "/manifests/")} 200`);
    const found = requests.filter((line) => !moved.some((name) => line.includes(` ${name}/`)));
    expect([...found].sort()).toEqual([...["GET /v2/ 401", "GET /v2/ 401"], ...heads.sort()]);
  });

  it("repeats a copy if the login was rate limited", () => {
    expect(update.output).toContain("This is temporary: retrying in 2 s.");
  });
});

it("an update is not stopped by the sources of existing mirrors: deleted, at the pull limit, with errors, down, or with another password", async () => {
  await sendControl("DELETE", "source-tags/library/postgres/list");
  await sendControl("DELETE", "source-repositories/a/b/c");
  const limit = { limit: "abuse", repository: "library/single", times: "all" };
  await sendControl("POST", "source-limits", limit);
  const broken = { "postgres/manifests/16": answerWith(503), "*/manifests/1": { type: "reset" } };
  for (const [path, fault] of Object.entries(broken)) {
    const match = { kind: "source", path: `/v2/library/${path}` };
    await sendControl("POST", "faults", { match, times: "all", fault });
  }
  await protectSources("yetAnotherPassword");
  const update = await project.up();
  expect(listChanges(update)).toEqual([]);
  const pattern = /ghcr:mirrors\.([\w-]+)\.from: \S+ cannot be read, so the mirror stays as it is/g;
  const found = [...joinLines(update.output).matchAll(pattern)].map(([, name]) => name);
  expect([...new Set(found)].sort()).toEqual(Object.keys(mirrors).sort());
});
