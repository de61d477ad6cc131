import { PUBLISHER_TOKEN, SEED_OWNER, type JournalEntry } from "../../sandbox";
import { isWrite, Project, type Update } from "./support/project";
import { RegistryUser, type Descriptor, type Tree } from "./support/registryUser";
import { SourceImages, type PushedIndex } from "./support/sourceImages";
import { listChanges, joinLines } from "./support/changes";

/** The tests share a stack that copies every kind of image from another registry. */
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

const mirrors: Readonly<Record<string, MirrorCase>> = {
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

/** A linked mirror of a single manifest, which does not name its platform. */
const single = {
  from: "library/single:oci",
  platforms: ["linux/arm64"],
  mode: "linked",
  repository: "elsewhere",
};

let signed: PushedIndex;
let attachments: readonly Descriptor[];

beforeAll(async () => {
  project = await Project.open();
  project.configure({ "ghcr:repositories": {} });
  ({ address: source } = (await sendControl("POST", "source")) as { address: string });
  images = new SourceImages(source);
  reader = new RegistryUser(source, null);
  const login = { username: SEED_OWNER, password: PUBLISHER_TOKEN };
  target = new RegistryUser(project.world.sandbox.address, login);
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
}, 600_000);

afterAll(async () => {
  await project.close();
});

afterEach(async () => {
  await sendControl("DELETE", "knobs");
  await sendControl("DELETE", "source-down");
});

function sendControl(method: string, path: string, body?: object): Promise<unknown> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  return project.control(path, { method, ...text });
}

function configureMirrors(all: Readonly<Record<string, object>>): void {
  const entries = Object.entries(all).map(([name, { ...settings }]) => {
    const { from, ...rest } = settings as { from: string };
    return [name, { ...rest, from: `${source}/${from}` }] as const;
  });
  project.configure({ "ghcr:mirrors": Object.fromEntries(entries) });
}

function configureAllMirrors(): void {
  const entries = Object.entries(mirrors).map(([name, { from, platforms }]) => {
    return [name, { from, ...(platforms === undefined ? {} : { platforms }) }] as const;
  });
  configureMirrors(Object.fromEntries(entries));
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

function listPlatforms({ children }: Tree): readonly string[] {
  return children.map(({ platform = {} }) =>
    [platform.os, platform.architecture, platform.variant].filter(Boolean).join("/"),
  );
}

/** The requests to the source, without those to its token service. */
async function listRequests(): Promise<readonly string[]> {
  const journal = (await sendControl("GET", "journal?kind=source")) as JournalEntry[];
  return journal
    .filter(({ path }) => path !== "/token")
    .map(({ method, path, status }) => `${method} ${path.replace(/^\/v2\/(?=.)/, "")} ${status}`);
}

describe("every kind of image", () => {
  let update: Update;

  beforeAll(async () => {
    configureAllMirrors();
    update = await project.up();
  });

  it.each(Object.entries(mirrors))("is copied completely: %s", async (name, mirrored) => {
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
      const { mediaType } = await readCopy(name, mirrors[name]?.from.split(":")[1] ?? "");
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

  it("is copied once: then each tag costs one HEAD request, and the registry one GET of /v2/", async () => {
    const again = await project.up();
    expect(listChanges(again)).toEqual([]);
    const heads = Object.values(mirrors).map(({ from }) => {
      return `HEAD ${from.replace(":", "/manifests/")} 200`;
    });
    expect([...(await listRequests())].sort()).toEqual(["GET /v2/ 401", ...heads.sort()]);
  });
});

describe("a source that changes", () => {
  it("updates the mirror", async () => {
    configureAllMirrors();
    const { digest } = await images.pushIndex("library/postgres", "16", { isAttested: true });
    const update = await project.up();
    expect(listChanges(update)).toEqual(["update Index index:16"]);
    expect((await readCopy("index", "16")).digest).toBe(digest);
    expect((await target.readTree(`${owner}/index`, digest)).children).toHaveLength(4);
  });

  it("does not stop the update of existing mirrors if it was deleted, reached its pull limit or has errors", async () => {
    await sendControl("DELETE", "source-tags/library/postgres/list");
    await sendControl("DELETE", "source-repositories/a/b/c");
    const limit = { limit: "abuse", repository: "library/single", times: "all" };
    await sendControl("POST", "source-limits", limit);
    const match = { kind: "source", path: "/v2/library/postgres/manifests/16" };
    await sendControl("POST", "faults", { match, times: "all", fault: answerWith(503) });
    await expectKept();
    await sendControl("PUT", "source-repositories/a/b/c");
  });

  it("does not stop the update of existing mirrors if it is down", async () => {
    await sendControl("PUT", "source-down");
    await expectKept();
  });

  /** Expects that an update changes nothing because no mirror's source can be read. */
  async function expectKept(): Promise<void> {
    const update = await project.up();
    expect(listChanges(update)).toEqual([]);
    const pattern = /ghcr:mirrors\.(\w+)\.from: \S+ cannot be read, so the mirror stays as it is/g;
    const found = [...joinLines(update.output).matchAll(pattern)].map(([, name]) => name);
    expect([...new Set(found)].sort()).toEqual(Object.keys(mirrors).sort());
  }
});

describe("a copy with failures", () => {
  /** Pushes an image to a repository of its own, and returns the mirror. */
  async function pushLarge(name: string): Promise<object> {
    await images.pushIndex(`library/${name}`, "1", { bytes: 2_000_000, isAttested: true });
    return { from: `library/${name}:1` };
  }

  async function expectComplete(name: string): Promise<void> {
    expect(await readCopy(name, "1")).toEqual(await reader.readTree(`library/${name}`, "1"));
  }

  const blobs = (name: string): object => {
    return { kind: "source", method: "GET", path: `/v2/library/${name}/blobs/*` };
  };

  it("is complete although it was rate limited, disconnected or interrupted", async () => {
    const limits = {
      "rate-limited-once": { limit: "pulls", nth: 4 },
      "rate-limited-for-three-requests": { limit: "abuse", nth: 12, times: 3 },
    };
    const faults = {
      "disconnected-in-a-blob": { nth: 3, fault: { type: "cut-answer", bytes: 100_000 } },
      "interrupted-by-a-server-error": { nth: 2, fault: answerWith(503) },
    };
    const all: Record<string, object> = {};
    for (const [name, limit] of Object.entries(limits)) {
      all[name] = await pushLarge(name);
      await sendControl("POST", "source-limits", { ...limit, repository: `library/${name}` });
    }
    for (const [name, fault] of Object.entries(faults)) {
      all[name] = await pushLarge(name);
      await sendControl("POST", "faults", { ...fault, match: blobs(name) });
    }
    configureMirrors(all);
    await project.up();
    const planted = (await sendControl("GET", "faults")) as readonly { struck: number }[];
    expect(planted.map(({ struck }) => struck)).toEqual([1, 3, 1, 1]);
    for (const name of Object.keys(all)) await expectComplete(name);
  });

  it("is repeated in the same update if the login was rate limited", async () => {
    configureMirrors({ login: await pushLarge("login") });
    // Clients do not retry at a rate-limited token service. By then, the preflight has its token.
    const token = { kind: "source", path: "/token" };
    await sendControl("POST", "faults", { match: token, nth: 2, fault: answerWith(429) });
    const { output } = await project.up();
    await sendControl("DELETE", "knobs");
    expect(output).toContain("This is temporary: retrying in 2 s.");
    await expectComplete("login");
  });

  it("fails with Docker Hub's message at the pull limit, or if a blob is missing, and is complete after the next update", async () => {
    const [limited, rejected] = [await pushLarge("limited"), await pushLarge("rejected")];
    configureMirrors({ limited, rejected });
    // By then, the preflight has read the manifest.
    const limit = { limit: "pulls", repository: "library/limited", nth: 5, times: "all" };
    await sendControl("POST", "source-limits", limit);
    const fault = { nth: 2, times: "all", fault: answerWith(404) };
    await sendControl("POST", "faults", { ...fault, match: blobs("rejected") });
    const { output } = await project.expectUpToFail();
    await sendControl("DELETE", "knobs");
    expect(output).toContain("You have reached your unauthenticated pull rate limit");
    for (const name of ["limited", "rejected"])
      expect(await target.readDigest(`${owner}/${name}`, "1")).toBeUndefined();

    const update = await project.up();
    expect(listChanges(update)).toContain("create Index rejected:1");
    for (const name of ["limited", "rejected"]) await expectComplete(name);
  });
});

describe("a source that needs credentials", () => {
  const from = "octo/secret:1";
  const login = { username: "octocat", password: "sourcePassword" };
  const named = { username: "octocat", password: "hub" };

  async function storePassword(password: string): Promise<void> {
    await project.setSecrets({ "ghcr:secret-hub": password });
  }

  beforeAll(async () => {
    await images.pushIndex("octo/secret", "1");
    await sendControl("PUT", "source-repositories/octo/secret", { login });
  });

  it("cannot be read without them: the update stops before it changes anything, and the fix names the setting", async () => {
    await storePassword("wrongPassword");
    const none = { from: "library/none:1" };
    configureMirrors({ none, closed: { from }, wrong: { from, login: named } });
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

  it("is copied, and used as a base image, with the configured login", async () => {
    await storePassword(login.password);
    const linked = { from, login: named, mode: "linked", repository: "elsewhere" };
    configureMirrors({ closed: { from, login: named }, linked });
    const update = await project.up();
    expect(getCopy(update, "closed")).toMatchObject({ isSame: true });
    expect(listPlatforms(await readCopy("linked", "1"))).toEqual(["linux/amd64", "linux/arm64"]);
    expect(project.readState()).not.toContain(login.password);
    const journal = (await sendControl("GET", "journal?kind=source")) as JournalEntry[];
    const served = journal.filter(({ path, status }) => path.startsWith("/v2/") && status === 200);
    expect(new Set(served.map(({ account }) => account))).toEqual(new Set(["octocat"]));
  });

  it("is not copied again if the password changes, and a wrong one does not stop the update", async () => {
    await storePassword("anotherPassword");
    const wrong = await project.up();
    expect(listChanges(wrong)).toEqual([]);
    expect(wrong.output).toContain("cannot be read, so the mirror stays as it is");
    const changed = { ...login, password: "anotherPassword" };
    await sendControl("PUT", "source-repositories/octo/secret", { login: changed });
    const unchanged = await project.up();
    expect(listChanges(unchanged)).toEqual([]);
    expect(unchanged.requests.filter(isWrite)).toEqual([]);
    const heads = ["closed", "linked"].map(() => "HEAD octo/secret/manifests/1 200");
    expect([...(await listRequests())].sort()).toEqual(["GET /v2/ 401", ...heads]);
    const { digest } = await images.pushIndex("octo/secret", "1");
    configureMirrors({ closed: { from, login: named }, single });
    await project.up();
    expect((await readCopy("closed", "1")).digest).toBe(digest);
  });
});

// The last update above has copied it.
it("a linked mirror of a single manifest is for the platform in its settings", async () => {
  expect(listPlatforms(await readCopy("single", "oci"))).toEqual(["linux/arm64"]);
});
