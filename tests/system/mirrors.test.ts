import { dirname } from "node:path";
import { run } from "../../core/process/child";
import { PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { moveTag } from "./support/moveTag";
import { Project, stackName, type Update } from "./support/project";
import { SourceImages } from "./support/sourceImages";
import { getFinalLines, TerminalUser } from "./support/terminalUser";

/** The tests depend on each other: the source is copied, and changes. */
let project: Project;
/** The digest of the mirror `whole`. */
let copied: string | undefined;
/** The source is another package of the owner. */
const app = "f1bonacci66/app";

interface Image {
  readonly digest: string;
  readonly platforms: readonly string[];
}

interface Copy {
  readonly tag: string;
  readonly from: readonly string[];
  readonly isSame?: boolean;
  readonly why?: string;
}

beforeAll(async () => {
  project = await Project.open();
  project.configure({ "ghcr:repositories": {} });
  const login = { username: SEED_OWNER, password: PUBLISHER_TOKEN };
  const images = new SourceImages(project.world.sandbox.address, login);
  for (const tag of ["latest", "stable"])
    await images.pushIndex(app, tag, { platforms: ["linux/amd64", "linux/arm64"] });
}, 600_000);

afterAll(async () => {
  await project.close();
});

function configureMirrors(mirrors: Readonly<Record<string, unknown>>): void {
  project.configure({ "ghcr:mirrors": mirrors });
}

function getCopies({ outputs }: Update, name: string): readonly Copy[] {
  const images = outputs.images as Readonly<Record<string, { readonly copied: readonly Copy[] }>>;
  return images[name]?.copied ?? [];
}

function listChanges({ operations }: Pick<Update, "operations">): readonly string[] {
  return operations
    .filter(({ operation }) => operation !== "same")
    .map(({ operation, name }) => `${operation} ${name}`)
    .sort();
}

test("copies a tag, selected platforms, or a build that links the package", async () => {
  const from = `${project.world.sandbox.address}/${app}`;
  configureMirrors({
    whole: { from, tags: ["latest"] },
    one: { from: `${from}:latest`, tags: ["a", "b"], platforms: ["linux/arm64"] },
    stable: { from, tags: ["stable"] },
    linked: { from: `${from}:latest`, mode: "linked", repository: "elsewhere" },
  });
  const update = await project.up();
  const images = update.outputs.images as Record<string, Image>;
  copied = images.whole?.digest;
  expect(getCopies(update, "whole")).toMatchObject([{ tag: "latest", isSame: true }]);
  expect(getCopies(update, "one")).toMatchObject([
    { tag: "a", isSame: false, why: "it contains only the selected platforms" },
    { tag: "b", isSame: false },
  ]);
  expect(getCopies(update, "linked")).toMatchObject([
    { tag: "latest", isSame: false, why: "it is built on top of the source, to link the package" },
  ]);
  expect(images.one?.platforms).toEqual(["linux/arm64"]);
  expect(images.linked?.platforms).toEqual(["linux/amd64", "linux/arm64"]);
});

describe("after a change of the source", () => {
  let moved: string;

  beforeAll(async () => {
    const { address } = project.world.sandbox;
    moved = await moveTag(address, "app", "latest");
    const from = `${address}/${app}`;
    const tags = ["latest", "next"];
    configureMirrors({ whole: { from, tags }, stable: { from, tags: ["stable"] } });
  });

  it("the mirrors command reports each tag, also those that are not copied yet", async () => {
    const bin = `${process.cwd()}/cli/bin.mjs`;
    const args = [bin, "mirrors", "--check", "--json", "--stack", stackName];
    const options = { cwd: project.folder, environment: getEnvironment() };
    const { code, stdout } = await run(process.execPath, args, options);
    expect(code).toBe(1);
    const { mirrors } = JSON.parse(stdout) as { mirrors: readonly { state: string }[] };
    expect(mirrors.map(({ state }) => state)).toEqual(["current", "behind", "not copied"]);
  });

  it("the mirrors command shows its progress at a terminal, and removes it", async () => {
    const line = `${process.execPath} ${process.cwd()}/cli/bin.mjs mirrors --stack ${stackName}`;
    const options = { cwd: project.folder, environment: getEnvironment() };
    const { code, output } = await new TerminalUser(line, options).ended;
    expect(code).toBe(0);
    const { address } = project.world.sandbox;
    for (const question of ["Pulumi: stack", "Pulumi: settings and state", `${address}/`]) {
      expect(output).toContain(`… ${question}`);
    }
    const left = getFinalLines(output).join("\n");
    for (const sign of ["…", "\u001b"]) expect(left).not.toContain(sign);
    expect(left).toContain("3 tags, 2 not current");
  });

  it("a preview shows both digests, and the update backs up the previous one", async () => {
    const from = `${project.world.sandbox.address}/${app}`;
    const whole = { from, tags: ["latest"], backup: "{{tag}}-{{date}}" };
    configureMirrors({ whole, stable: { from, tags: ["stable"] } });
    const preview = await project.previewWithOutput({ diff: true });
    expect(preview.output).toContain(`"${from}:latest@${copied}" => "${from}:latest@${moved}"`);
    const update = await project.up();
    const today = new Date().toISOString().slice(0, 10);
    expect(listChanges(update)).toContain("update whole:latest");
    expect(listChanges(update)).toContain(`create whole:latest-${today}`);
    expect(getCopies(update, "whole")).toMatchObject([
      { why: "the source is a single manifest, which was wrapped in an index" },
    ]);
    expect(findBackupDigest(today)).toBe(copied);
    expect(listChanges({ operations: await project.preview() })).toEqual([]);
  });
});

/** The digest of the backup tag. */
function findBackupDigest(date: string): string | undefined {
  const { outputs } =
    project
      .readResources()
      .find(({ type, urn }) => type.endsWith(":Index") && urn.endsWith(`latest-${date}`)) ?? {};
  return String(outputs?.ref).split("@")[1];
}

/** The environment of a user who has Pulumi. */
function getEnvironment(): NodeJS.ProcessEnv {
  const path = `${dirname(project.toolchain.pulumi)}:${process.env.PATH ?? ""}`;
  return { ...process.env, ...project.world.environment, PATH: path };
}
