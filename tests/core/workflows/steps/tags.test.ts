import fc from "fast-check";
import { fillTags, type TagFacts } from "../../../../core/tags/rules";
import { jobOf, renderPlan, stepOf } from "../reading";
import { Job, type StepResult } from "./runner";
import { withSteps } from "./tools";

const commit = "0123456789abcdef0123456789abcdef01234567";
const every = ["{{tag}}", "{{version}}", "{{major}}.{{minor}}", "{{major}}", "v{{ patch }}"];
const source = ["{{commit}}", "sha-{{commit}}", "{{branch}}", "{{branch}}-{{commit}}"];
const facts = (event: { version: string } | { branch: string }): TagFacts => ({ ...event, commit });

type Rules = Readonly<Record<string, readonly string[]>>;

withSteps(() => {
  let job: Job;
  beforeEach(() => {
    job = new Job({ GITHUB_RUN_ATTEMPT: "2", GITHUB_SHA: commit });
  });
  afterEach(() => {
    job.close();
  });

  /** Runs the step with the rules as the workflow has them. */
  async function run(images: Rules, { version, branch = "" }: TagFacts): Promise<StepResult> {
    const { context, platforms } = { context: ".", platforms: [] };
    const plan = renderPlan({
      images: Object.entries(images).map(([name, tags]) => ({ name, context, platforms, tags })),
    });
    const { env = {} } = stepOf(jobOf(plan, "check"), "Determine the tags");
    return job.publish("tags", {
      ...{ ...env, IMAGES: plan.env.IMAGES ?? "" },
      GITHUB_REF_TYPE: version === undefined ? "branch" : "tag",
      GITHUB_REF_NAME: version ?? branch,
    });
  }

  const tagsOf = ({ outputs: { tags = "" } }: StepResult): readonly string[] =>
    tags.split(",").map((tag) => tag.replace("ghcr.io/hellocplusplus0/", ""));

  /** Expects the same tags as the program's, and a message for the same rules. */
  async function compare(images: Rules, known: TagFacts): Promise<void> {
    const ran = await run(images, known);
    const names = Object.keys(images).sort();
    const filled = names.map((name) => fillTags(images[name] ?? [], known));
    const rulesWithProblems = names.flatMap((name, at) =>
      (filled[at]?.problems ?? []).flatMap(({ index, message }) =>
        message.startsWith("gives no tag") ? [] : [`${name} '${images[name]?.[index] ?? ""}'`],
      ),
    );
    const reported = ran.annotations.flatMap(({ text }) => {
      const [, name, rule] =
        /^ghcr.io\/hellocplusplus0\/(\S+): (?:the tag )?('.*?') /.exec(text) ?? [];
      return name === undefined ? [] : [`${name} ${rule ?? ""}`];
    });
    const plain = (rule: string): string => rule.replace(/\{\{ (\w+) \}\}/g, "{{$1}}");
    expect(new Set(reported)).toEqual(new Set(rulesWithProblems.map(plain)));
    const isLeft = filled.every(({ tags }) => tags.length > 0);
    const isRight = filled.every(({ problems }) =>
      problems.every(
        ({ missing }) =>
          missing === "branch" || (missing === "version" && known.version === undefined),
      ),
    );
    expect(ran.code).toBe(isLeft && isRight ? 0 : 1);
    if (ran.code !== 0) return;
    const expected = names.map((name, at) => filled[at]?.tags.map((tag) => `${name}:${tag}`));
    expect(tagsOf(ran)).toEqual(expected.flat());
  }

  test.each<TagFacts>(
    [
      ...["v1.20.3", "1.2.3", "v1.2.3-rc.1", "v0.0.0-0.x-1", "nightly", "01.2.3", "1.2"],
      ...["v1.2.3+build", "v1-größe", "1.2.3-", "v1.2.3-Ѐ", "1.2.3-01", "v1.2.3-a..b"],
    ].map((version) => facts({ version })),
  )("gives the same as the program with %j", async (known) => {
    await compare(
      {
        all: [...every, ...source, "latest", "edge"],
        moving: ["{{major}}.{{minor}}", "latest"],
        "v7/plain": ["latest", "1.10"],
        twice: ["{{version}}", "{{tag}}", "latest", "latest"],
        default: ["{{tag}}", "latest"],
      },
      known,
    );
  });

  test.each(
    ["main", "feature/log in", "größe", ".#hidden", "a/b_c/d-1.2.3", "--", "b".repeat(129)].map(
      (branch) => facts({ branch }),
    ),
  )("gives the same as the program with %j", async (known) => {
    await compare({ all: [...source, "latest"], moving: [...every, "latest"] }, known);
  });

  test("gives the same for any versions and branches", async () => {
    const characters = fc.constantFrom(..."0 1 2 3 v . - + a Z _ ö ß Ѐ & / #".split(" "));
    const name = fc.string({ unit: characters, minLength: 1, maxLength: 12 });
    const event = fc.oneof(
      name.map((version) => facts({ version })),
      name.map((branch) => facts({ branch })),
    );
    const rules = fc.uniqueArray(fc.constantFrom(...every, ...source, "latest", "x-{{tag}}"), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(rules, event, async (tags, known) => {
        await compare({ web: tags }, known);
      }),
      { numRuns: 40 },
    );
  });

  test("skips a rule that needs what this run does not have, and reports it", async () => {
    const ran = await run({ web: ["{{version}}", "{{branch}}"] }, facts({ branch: "main" }));
    expect([ran.code, tagsOf(ran)]).toEqual([0, ["web:main"]]);
    expect(ran.log).toEqual(["Tags: ghcr.io/hellocplusplus0/web:main"]);
    expect(ran.annotations).toMatchObject([
      {
        level: "notice",
        text: "ghcr.io/hellocplusplus0/web: the tag '{{version}}' is skipped for the branch main",
      },
    ]);
  });

  test("fails if no tag is left", async () => {
    const ran = await run({ web: ["{{version}}"], api: ["latest"] }, facts({ branch: "main" }));
    expect(ran.code).toBe(1);
    expect(ran.annotations.at(-1)).toMatchObject({
      level: "error",
      text: expect.stringMatching(/^ghcr\.io\/\S+\/web: no tag is left; /) as string,
    });
  });

  test("reports all invalid tags at once", async () => {
    const ran = await run(
      { web: ["{{tag}}", "latest"], api: ["x{{tag}}", "latest"] },
      facts({ version: "v+1" }),
    );
    expect(ran.code).toBe(1);
    expect(ran.annotations.map(({ text }) => text.split(":")[1])).toEqual([
      " 'x{{tag}}' gives 'xv+1'",
      " '{{tag}}' gives 'v+1'",
    ]);
  });
});
