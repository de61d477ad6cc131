import { execFileSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { imageOf, name, publish, source } from "./publishImage";
import { collectWarnings, isKnown, unknownText, valueOf } from "./recording";
import { temporaryFolders } from "../temporaryFolders";

const warnings = collectWarnings();
const temporaryFolder = temporaryFolders();
let folder: string;
let context: string;
let commit: string;

function git(...args: string[]): string {
  const author = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"];
  return execFileSync("git", [...author, ...args], { cwd: folder, encoding: "utf8" }).trim();
}

/** A repository that contains an image's folder, and has a commit of other files. */
beforeEach(() => {
  folder = temporaryFolder();
  context = join(folder, "api");
  mkdirSync(context);
  git("init", "--quiet", "--initial-branch=feature/log-in");
  for (const file of ["api/Dockerfile", "README.md"]) {
    writeFileSync(join(folder, file), "");
    git("add", "--all");
    git("commit", "--quiet", "--message", file);
  }
  commit = git("rev-parse", "HEAD~");
});

const key = (label: string): string => `org.opencontainers.image.${label}`;

/** The expected labels and index annotations. */
function expectedMetadata(about: Readonly<Record<string, string>>): object {
  const entries = Object.entries({ source, ...about }).map(([label, text]) => [key(label), text]);
  const annotations = entries.map((entry) => `"annotation-index.${entry.join("=")}"`);
  return {
    labels: Object.fromEntries(entries) as object,
    exports: [{ raw: ["type=registry", "oci-mediatypes=true", ...annotations].join(",") }],
  };
}

describe("the labels and the index's annotations", () => {
  it.each([false, true])(
    "name the last commit that touched the context; in a preview: %s",
    async (preview) => {
      expect(imageOf(await publish({ context }, { preview }))).toMatchObject(
        expectedMetadata({ revision: commit }),
      );
    },
  );

  it("name a commit that touched the Dockerfile or a named context", async () => {
    const dockerfile = join(folder, "README.md");
    const head = git("rev-parse", "HEAD");
    expect(imageOf(await publish({ context, dockerfile }))).toMatchObject(
      expectedMetadata({ revision: head }),
    );
    const contexts = { root: pulumi.output(folder) };
    expect(imageOf(await publish({ context, contexts }))).toMatchObject(
      expectedMetadata({ revision: head }),
    );
  });

  it.each([
    [["{{version}}", "latest"], { version: "v1.2.3", revision: "" }],
    [undefined, { version: "v1.2.3", revision: "" }],
    // The tags do not use the version.
    [["latest"], { revision: "" }],
  ])("name the version if the tags use it: %j", async (tags, about) => {
    const args = { context, version: "v1.2.3", ...(tags === undefined ? {} : { tags }) };
    expect(imageOf(await publish(args))).toMatchObject(
      expectedMetadata({ ...about, revision: commit }),
    );
  });
});

describe("the tags", () => {
  const tags = ["{{branch}}", "sha-{{commit}}", "{{version}}", "{{major}}", "latest"];

  it("are filled from the version, the commit and the branch", async () => {
    const { result, resources } = await publish({ context, tags, version: "v1.2.3" });
    const filled = ["feature-log-in", `sha-${commit.slice(0, 7)}`, "1.2.3", "1", "latest"];
    const references = filled.map((tag) => `${name}:${tag}`);
    expect(imageOf({ resources })).toMatchObject({ tags: references });
    expect(await valueOf(result.tags)).toEqual(references);
    expect(await valueOf(result.reference)).toBe(references[0]);
    expect(await valueOf(result.pinned)).toMatch(`${references[0] ?? ""}@sha256:`);
  });

  it("are known in a preview that does not know the context, if they do not depend on it", async () => {
    const run = async (rules: readonly string[]): Promise<readonly [boolean, number]> => {
      const args = { context: unknownText(), tags: rules };
      const { result, resources } = await publish(args, { preview: true });
      return [await isKnown(result.reference), resources.length];
    };
    expect(await run(["1.2", "latest"])).toEqual([true, 2]);
    expect(await run(["{{commit}}", "latest"])).toEqual([false, 2]);
  });
});

describe("a warning", () => {
  it("is logged for a large context, with what to exclude", async () => {
    await publish({ context });
    expect(warnings).toEqual([]);
    mkdirSync(join(context, "node_modules"));
    writeFileSync(join(context, "node_modules", "large"), "");
    truncateSync(join(context, "node_modules", "large"), 100_000_000);
    await publish({ context });
    expect(warnings).toEqual([
      expect.stringMatching(/^The context .* holds 100 MB .*node_modules/),
    ]);
    writeFileSync(join(context, ".dockerignore"), "node_modules");
    await publish({ context });
    expect(warnings).toHaveLength(1);
  });

  it("is logged if git cannot read the repository, and nothing is guessed", async () => {
    writeFileSync(join(folder, ".git", "HEAD"), "nonsense");
    expect(imageOf(await publish({ context }))).toMatchObject(expectedMetadata({}));
    expect(warnings).toEqual([
      expect.stringMatching(/^The image gets no revision label: git failed in/),
    ]);
  });
});
