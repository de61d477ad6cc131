import { PUBLISHER_TOKEN, SEED_OWNER, type JournalEntry } from "../../sandbox";
import { Project, type Update } from "./support/project";
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
    from: "library/postgres:docker",
    isSame: false,
    why: wrappedReason,
    copiedPlatforms: ["linux/amd64"],
  },
  oci: {
    from: "library/postgres:oci",
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

let signed: PushedIndex;
let attachments: readonly Descriptor[];

beforeAll(async () => {
  project = await Project.open();
  ({ address: source } = (await sendControl("POST", "source")) as { address: string });
  images = new SourceImages(source);
  reader = new RegistryUser(source, null);
  const login = { username: SEED_OWNER, password: PUBLISHER_TOKEN };
  target = new RegistryUser(project.world.sandbox.address, login);
  await images.pushIndex("library/postgres", "16");
  await images.pushIndex("library/postgres", "list", { format: "docker" });
  await images.pushImage("library/postgres", "docker", { format: "docker" });
  await images.pushImage("library/postgres", "oci", { platform: "linux/arm64" });
  await images.pushIndex("a/b/c", "attested", { isAttested: true });
  const platforms = [...twoPlatforms, "linux/arm/v6"];
  await images.pushIndex("a/b/c", "three", { platforms, isAttested: true });
  signed = await images.pushIndex("a/b/c", "signed");
  attachments = [
    await images.pushSignature("a/b/c", signed),
    await images.pushReferrer("a/b/c", signed, signatureType),
    await images.pushReferrer("a/b/c", signed, "application/spdx+json"),
  ];
  await project.up();
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

async function configureMirrors(all: Readonly<Record<string, object>>): Promise<void> {
  const entries = Object.entries(all).map(([name, { ...settings }]) => {
    const { from, ...rest } = settings as { from: string };
    return [name, { ...rest, from: `${source}/${from}` }] as const;
  });
  const value = JSON.stringify(Object.fromEntries(entries));
  await project.stack.setConfig("ghcr:mirrors", { value });
}

async function configureAllMirrors(): Promise<void> {
  const entries = Object.entries(mirrors).map(([name, { from, platforms }]) => {
    return [name, { from, ...(platforms === undefined ? {} : { platforms }) }] as const;
  });
  await configureMirrors(Object.fromEntries(entries));
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
    await configureAllMirrors();
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
    await configureAllMirrors();
    const { digest } = await images.pushIndex("library/postgres", "16", { isAttested: true });
    const update = await project.up();
    expect(listChanges(update)).toEqual(["update Index index:16"]);
    expect((await readCopy("index", "16")).digest).toBe(digest);
    expect((await target.readTree(`${owner}/index`, digest)).children).toHaveLength(4);
  });

  it.each<[string, () => Promise<unknown>]>([
    ["its tag was deleted", () => sendControl("DELETE", "source-tags/library/postgres/list")],
    [
      "its repository was deleted",
      () => sendControl("DELETE", "source-repositories/library/postgres"),
    ],
    [
      "its pull limit is reached",
      () => sendControl("POST", "source-limits", { limit: "abuse", times: "all" }),
    ],
    ["it is down", () => sendControl("PUT", "source-down")],
  ])(
    "does not stop the update of existing mirrors if %s",
    async (_what, change) => {
      await configureAllMirrors();
      await change();
      const update = await project.up();
      expect(listChanges(update)).toEqual([]);
      expect(update.output).toContain("cannot be read, so the mirror stays as it is");
      await sendControl("PUT", "source-repositories/library/postgres");
    },
    240_000,
  );

  it("stops the update if it is missing and was never copied, and nothing is changed", async () => {
    await configureMirrors({ none: { from: "library/none:1" } });
    const { output, requests } = await project.expectUpToFail();
    expect(output).toContain("cannot be read, and was never copied");
    expect(requests.filter(({ method }) => method === "PUT")).toEqual([]);
  });
});

describe("a copy with failures", () => {
  const copy = { from: "library/large:1" };
  let large: PushedIndex;

  beforeAll(async () => {
    large = await images.pushIndex("library/large", "1", { bytes: 2_000_000, isAttested: true });
  });

  const blobs = { kind: "source", method: "GET", path: "/v2/library/large/blobs/*" };

  it.each<[string, string, object]>([
    ["rate limited once", "source-limits", { limit: "pulls", nth: 4 }],
    [
      "rate limited for three requests",
      "source-limits",
      { limit: "abuse", repository: "library/large", nth: 12, times: 3 },
    ],
    ["disconnected in a blob", "faults", { match: blobs, nth: 3, fault: cutAfter(100_000) }],
    ["interrupted by a server error", "faults", { match: blobs, nth: 2, fault: answerWith(503) }],
  ])(
    "is complete although it was %s",
    async (what, path, body) => {
      const name = what.replaceAll(" ", "-");
      await configureMirrors({ [name]: copy });
      await sendControl("POST", path, body);
      await project.up();
      const faults = (await sendControl("GET", "faults")) as readonly { struck: number }[];
      expect(faults[0]?.struck).toBeGreaterThan(0);
      expect(await readCopy(name, "1")).toEqual(await reader.readTree("library/large", "1"));
    },
    240_000,
  );

  it("fails with Docker Hub's message at the pull limit, and succeeds the next time", async () => {
    await configureMirrors({ limited: copy });
    // By then, the preflight has read the manifest.
    await sendControl("POST", "source-limits", { limit: "pulls", nth: 5, times: "all" });
    const { output } = await project.expectUpToFail();
    expect(output).toContain("You have reached your unauthenticated pull rate limit");
    expect(await target.readDigest(`${owner}/limited`, "1")).toBeUndefined();
    await sendControl("DELETE", "knobs");
    await project.up();
    expect((await readCopy("limited", "1")).digest).toBe(large.digest);
  });

  // Clients do not retry at a rate-limited token service. By then, the preflight has its token.
  const token = { kind: "source", path: "/token" };

  it.each<[string, object]>([
    ["rejected by the server", { match: blobs, nth: 2, times: "all", fault: answerWith(500) }],
    ["rate limited at the login", { match: token, nth: 2, fault: answerWith(429) }],
  ])(
    "fails if it is %s, and is complete after the next update",
    async (what, fault) => {
      const name = what.replaceAll(" ", "-");
      await configureMirrors({ [name]: copy });
      await sendControl("POST", "faults", fault);
      const { requests } = await project.expectUpToFail();
      const manifests = requests.filter(({ kind, path }) => {
        return kind === "registry" && path.endsWith("/manifests/1");
      });
      expect(manifests.filter(({ method }) => method === "PUT")).toEqual([]);
      expect(await target.readDigest(`${owner}/${name}`, "1")).toBeUndefined();
      await sendControl("DELETE", "knobs");
      expect(listChanges(await project.up())).toContain(`create Index ${name}:1`);
      expect(await readCopy(name, "1")).toEqual(await reader.readTree("library/large", "1"));
    },
    240_000,
  );

  function cutAfter(bytes: number): object {
    return { type: "cut-answer", bytes };
  }

  function answerWith(status: number): object {
    return { type: "answer", status };
  }
});

describe("a source that needs credentials", () => {
  const from = "octo/secret:1";
  const login = { username: "octocat", password: "sourcePassword" };
  const named = { username: "octocat", password: "hub" };

  async function storePassword(password: string): Promise<void> {
    await project.stack.setConfig("ghcr:secret-hub", { value: password, secret: true });
  }

  beforeAll(async () => {
    await images.pushIndex("octo/secret", "1");
    await sendControl("PUT", "source-repositories/octo/secret", { login });
  });

  it("cannot be read without them, and the fix names the setting", async () => {
    await configureMirrors({ closed: { from } });
    const output = joinLines((await project.expectUpToFail()).output);
    expect(output).toContain("add a login: login: {username: NAME, password: NAME}");
    await storePassword("wrongPassword");
    await configureMirrors({ closed: { from, login: named } });
    const wrong = joinLines((await project.expectUpToFail()).output);
    expect(wrong).toContain("Check that the login's username and password are correct");
    expect(wrong).not.toContain("wrongPassword");
  });

  it("is copied, and used as a base image, with the configured login", async () => {
    await storePassword(login.password);
    const linked = { from, login: named, mode: "linked", repository: "elsewhere" };
    await configureMirrors({ closed: { from, login: named }, linked });
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
    expect(listChanges(await project.up())).toEqual([]);
    const { digest } = await images.pushIndex("octo/secret", "1");
    await configureMirrors({ closed: { from, login: named } });
    await project.up();
    expect((await readCopy("closed", "1")).digest).toBe(digest);
    expect(listChanges(await project.up())).toEqual([]);
  });
});

describe("a linked mirror of a single manifest", () => {
  const linked = { from: "library/postgres:oci", mode: "linked", repository: "elsewhere" };

  it("requires platforms, and copies only these", async () => {
    await configureMirrors({ single: linked });
    const { output } = await project.expectUpToFail();
    expect(output).toContain("ghcr:mirrors.single.platforms: the source is a single manifest");
    await configureMirrors({ single: { ...linked, platforms: ["linux/arm64"] } });
    await project.up();
    expect(listPlatforms(await readCopy("single", "oci"))).toEqual(["linux/arm64"]);
  });
});

it("a package name that GitHub would reject is reported before any request", async () => {
  await configureMirrors({
    "a//b": { from: "library/postgres:16" },
    "x.": { from: "library/postgres:16" },
  });
  const { output } = await project.expectUpToFail();
  expect(output).toContain("ghcr:mirrors.a//b: 'a//b' has an empty part between slashes");
  expect(output).toContain("ghcr:mirrors.x.: 'x.' has the part 'x.'");
  expect(await listRequests()).toEqual([]);
});
