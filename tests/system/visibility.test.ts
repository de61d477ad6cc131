import { PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { moveTag } from "./support/moveTag";
import { Project, type Update } from "./support/project";

const image = "civilx-universe";
const imageType = "docker-build:index:Image";
const path = `packages/${SEED_OWNER.toLowerCase()}/${image}`;
const page = `https://github.com/users/${SEED_OWNER}/packages/container/${image}/settings`;

/** The tests depend on each other: they change a package that should be public. */
let project: Project;

beforeAll(async () => {
  project = await Project.open();
}, 600_000);

afterAll(async () => {
  await project.close();
});

function configure(change: object): void {
  const images = { [image]: { context: "examples/assets", ...change } };
  project.configure({ "ghcr:repositories": { [image]: { create: true, images } } });
}

function listWarnings(update: Update): readonly string[] {
  return (update.outputs.findings as { message: string }[]).map(({ message }) => message);
}

/** Changes the package on the website, because there is no API for it. */
async function changeOnWebsite(change: object): Promise<void> {
  await project.control(path, { method: "POST", body: JSON.stringify(change) });
}

describe("a package that should be public", () => {
  it("is private after its first push, which the update reports with the settings page", async () => {
    configure({ packageVisibility: "public", enforceVisibility: true });
    const update = await project.up();
    expect(listWarnings(update)).toEqual(["the package is private, but public is required"]);
    expect(update.output).toContain(page);
    expect(update.outputs.packages).toEqual({
      [image]: {
        visibility: { desired: "public", actual: "private" },
        isPublic: false,
        repository: { desired: `${SEED_OWNER}/${image}`, actual: `${SEED_OWNER}/${image}` },
      },
    });
    expect(project.readState()).not.toContain(PUBLISHER_TOKEN);
  });

  it("stops the next update if enforceVisibility is true", async () => {
    const { output } = await project.expectPreviewToFail();
    expect(output).toContain("the package is private, but public is required");
    expect(output).toContain("nothing was changed");
  });

  it("is reported if it is not linked to a repository, or if its tag was moved, but not when it is public, which is verified without a login", async () => {
    configure({ packageVisibility: "public" });
    await changeOnWebsite({ visibility: "public", repository: null });
    await moveTag(project.world.sandbox.address, image, "latest");
    const update = await project.up();
    expect(listWarnings(update)).toEqual([
      "the package is not linked to a repository",
      expect.stringMatching(/^the tag was moved: it points to sha256:\w+, but this stack pushed/),
    ]);
    expect(update.output).toContain("To stop the update at this, set 'enforceVisibility: true'.");
    expect(update.outputs.packages).toMatchObject({
      [image]: { visibility: { actual: "public" }, isPublic: true },
    });
    expect(update.operations.filter(({ operation }) => operation === "create")).toEqual([]);
  });

  it("gets its tag back with the reported command, and the report ends when it is linked, too", async () => {
    await changeOnWebsite({ repository: `${SEED_OWNER}/${image}` });
    const { urn } = project.readResources().find(({ type }) => type === imageType) ?? {};
    const update = await project.up({ replace: [urn ?? "none"] });
    const imageSteps = update.operations.filter(({ type }) => type === imageType);
    expect(new Set(imageSteps.map(({ operation }) => operation))).toEqual(
      new Set(["create-replacement", "replace", "delete-replaced"]),
    );
    const deleted = update.requests.filter(({ method }) => method === "DELETE");
    expect(deleted.filter(({ path }) => !path.includes("/blobs/uploads/"))).toEqual([]);
    expect(listWarnings(update)).toEqual([]);
  });
});
