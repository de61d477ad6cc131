import fc from "fast-check";
import { fillTags, type TagFacts } from "../../../../core/tags/rules";
import { Job, type StepResult } from "./runner";
import { withSteps } from "./tools";

const commit = "0123456789abcdef0123456789abcdef01234567";
const every = ["{{tag}}", "{{version}}", "{{major}}.{{minor}}", "{{major}}", "v{{ patch }}"];
const source = ["{{commit}}", "sha-{{commit}}", "{{branch}}", "{{branch}}-{{commit}}"];

withSteps(() => {
  let job: Job;
  beforeEach(() => {
    job = new Job({});
  });
  afterEach(() => {
    job.close();
  });

  async function run(
    images: Record<string, readonly string[]>,
    facts: TagFacts,
  ): Promise<StepResult> {
    const list = Object.entries(images).map(([name, tags]) => ({ name, tags }));
    return job.run("tags", {
      IMAGES: JSON.stringify(list),
      VERSION: facts.version ?? "",
      COMMIT: facts.commit ?? "",
      BRANCH: facts.branch ?? "",
    });
  }

  /** Expects the same tags and problems as the program's. */
  async function compare(images: Record<string, readonly string[]>, facts: TagFacts) {
    const ran = await run(images, facts);
    const names = Object.keys(images);
    const filled = names.map((name) => fillTags(images[name] ?? [], facts));
    const reported = ran.annotations.filter(({ title }) => !title.endsWith("no tag is left"));
    expect(reported.map(({ text }) => text.split("\nFix: ")[0]).sort()).toEqual(
      filled
        .flatMap(({ problems }, index) =>
          problems.map(({ index: at, message }) =>
            message.startsWith("gives no tag")
              ? message
              : `'${images[names[index] ?? ""]?.[at]}' ${message}`,
          ),
        )
        .sort(),
    );
    const isRight = ran.annotations.every(({ level }) => level === "notice");
    expect(ran.code).toBe(isRight ? 0 : 1);
    if (!isRight) return;
    const expected = names.map((name, index) => [name, filled[index]?.tags]);
    expect(JSON.parse(ran.outputs.tags ?? "")).toEqual(Object.fromEntries(expected));
  }

  test.each<TagFacts>([
    { version: "v1.20.3", commit, branch: "main" },
    { version: "1.2.3", commit: `${commit}-dirty`, branch: "feature/log in" },
    { version: "v1.2.3-rc.1", commit, branch: "größe" },
    { version: "v0.0.0-0.x-1", commit, branch: ".#hidden" },
    { version: "nightly", commit, branch: "dependabot/npm_and_yarn/a-1.2.3" },
    { version: "01.2.3", commit, branch: "main" },
    { version: "1.2", commit, branch: "--" },
    { version: "v1.2.3+build", commit, branch: "main" },
    { version: "v1-größe", commit, branch: "main" },
    { version: "1.2.3-", commit },
    { version: "v1.2.3-Ѐ", branch: "😀/😀" },
    { commit, branch: "b".repeat(129) },
    { branch: "main" },
    {},
  ])("gives the same as the program with %j", async (facts) => {
    await compare(
      {
        all: [...every, ...source, "latest", "edge"],
        moving: ["{{major}}.{{minor}}", "latest"],
        "v7/plain": ["latest", "1.10"],
        twice: ["{{version}}", "{{tag}}", "latest", "latest"],
        default: ["{{tag}}", "latest"],
      },
      facts,
    );
  });

  test("gives the same for any rules, versions and branches", async () => {
    const rule = fc.oneof(
      fc.constantFrom(...every, ...source, "latest", "a b", "-x", "", "x{{tag}}", "ä", "{{tag}}\t"),
      fc.string({ unit: "binary-ascii" }).filter((text) => !/[\0{}\n\r]/.test(text)),
    );
    const version = fc.oneof(
      fc.constantFrom("v1.2.3", "v1.2.3-rc.1", "1.2.3--", "v1.2.3-01", "v1.2.3-a..b", "nightly"),
      fc.constantFrom("é", "версия", "版本"),
      fc.string({ minLength: 1, unit: "binary-ascii" }).filter((text) => !/[\0\n\r]/.test(text)),
    );
    // jq and Node have different versions of Unicode, and may disagree about rare letters.
    const branch = fc
      .string({ minLength: 1, unit: "binary-ascii" })
      .filter((text) => !/[\0\n\r]/.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(rule, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 }),
        fc.record({ version, branch, commit: fc.constant(commit) }, { requiredKeys: ["commit"] }),
        async (lists, facts) => {
          await compare(Object.fromEntries(lists.map((rules, at) => [`i${at}`, rules])), facts);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("reports rules that need what this run does not have, and continues", async () => {
    const ran = await run({ web: ["{{version}}", "{{branch}}"] }, { commit, branch: "main" });
    expect(ran).toMatchObject({ code: 0, outputs: { tags: '{"web":["main"]}' } });
    expect(ran.log).toEqual(["Tags of web: main"]);
    expect(ran.annotations).toEqual([
      {
        level: "notice",
        title: "web: a tag is skipped",
        text: "'{{version}}' requires a version, but none is set",
      },
    ]);
  });

  test("fails if no tag is left", async () => {
    const ran = await run({ web: ["{{version}}"], api: ["latest"] }, { commit, branch: "main" });
    expect(ran).toMatchObject({ code: 1, outputs: {} });
    expect(ran.annotations.at(-1)).toMatchObject({ level: "error", title: "web: no tag is left" });
  });

  test("stops at an unknown placeholder", async () => {
    const ran = await run({ web: ["latest", "{{verson}}"] }, {});
    expect(ran.code).toBe(1);
    expect(ran.annotations[0]?.text).toContain(
      "'{{verson}}' has an unknown placeholder; use one of: {{tag}}, {{version}}",
    );
  });

  test("reports all invalid tags at once, and what a tag is", async () => {
    const ran = await run({ web: ["my tag", "latest"], api: ["größe"] }, {});
    expect(ran.code).toBe(1);
    expect(
      ran.annotations.map(({ title, text }) => `${title}: ${text.split(":")[0] ?? ""}`),
    ).toEqual([
      "web: the tag: 'my tag' gives 'my tag', which has ' ' at character 3",
      "api: the tag: 'größe' gives 'größe', which has 'ö' (U+00F6) at character 3",
    ]);
  });
});
