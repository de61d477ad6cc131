import { parse } from "yaml";
import { z } from "zod";

/** The supported syntax of workflows. Anything else throws. */
const texts = z.record(z.string(), z.string());

const step = z
  .strictObject({
    name: z.string(),
    id: z.string().optional(),
    if: z.string().optional(),
    uses: z.string().optional(),
    with: z.record(z.string(), z.union([z.string(), z.boolean().transform(String)])).optional(),
    env: texts.optional(),
    run: z.string().optional(),
  })
  .refine(
    ({ uses, run }) => (uses === undefined) !== (run === undefined),
    "a step has either run or uses",
  );

const access = z.enum(["read", "write"]);
const permissions = z.strictObject({
  attestations: access.optional(),
  contents: access.optional(),
  "id-token": z.literal("write").optional(),
  packages: access.optional(),
});

const job = z.strictObject({
  name: z.string(),
  needs: z.array(z.string()).default([]),
  if: z.string().default("success()"),
  "runs-on": z.string(),
  "timeout-minutes": z.number(),
  permissions: permissions.optional(),
  outputs: texts.default({}),
  strategy: z
    .strictObject({
      "fail-fast": z.literal(false),
      matrix: z.strictObject({ include: z.array(texts) }),
    })
    .optional(),
  env: texts.default({}),
  steps: z.array(step),
});

const branches = z.array(z.string());
const workflow = z.strictObject({
  name: z.string(),
  on: z.strictObject({
    push: z.strictObject({ branches, tags: z.array(z.string()) }),
    pull_request: z.strictObject({ branches }),
  }),
  permissions,
  concurrency: z.strictObject({ group: z.string(), "cancel-in-progress": z.string() }),
  env: texts,
  jobs: z.record(z.string(), job),
});

export type WorkflowToRun = z.output<typeof workflow>;
export type JobToRun = z.output<typeof job>;
export type StepToRun = z.output<typeof step>;
export type Permissions = z.output<typeof permissions>;

/** The rendered file as the runner reads it: with anchors resolved, and without `<<`. */
export function readToRun(text: string): WorkflowToRun {
  const read = workflow.parse(parse(text));
  for (const [id, { needs }] of Object.entries(read.jobs)) {
    const unknown = needs.find((need) => !Object.hasOwn(read.jobs, need));
    if (unknown !== undefined) throw new Error(`${id} needs ${unknown}, which does not exist`);
  }
  return read;
}
