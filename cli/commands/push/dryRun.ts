import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { printReference } from "../../../core/oci/reference";
import { fillTags } from "../../../core/tags/rules";
import type { StackOptions } from "../../pulumi/pulumi";
import { readTextIfExists, stackFileName } from "../../pulumi/stackFile";
import type { ReadImage } from "./release";

/** The references that each image would get. */
export type PlannedReferences = Readonly<Record<string, readonly string[]>>;

/** Uses a copy of the stack's file with the version, and removes it. */
export async function withVersion<Result>(
  { program, stack }: Pick<StackOptions, "program" | "stack">,
  version: string,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const name = stackFileName(stack);
  const settings = parseDocument(readTextIfExists(join(program, name)));
  settings.setIn(["config", "ghcr:version"], version);
  const folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-preview-"));
  try {
    const file = join(folder, name);
    writeFileSync(file, settings.toString({ lineWidth: 0 }));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function plannedReferences(
  images: readonly ReadImage[],
  version: string,
): PlannedReferences {
  const entries = images.map(({ name, package: reference, tagRules, facts }) => {
    const { tags } = fillTags(tagRules, { ...facts, version });
    return [name, tags.map((tag) => printReference({ ...reference, tag }))] as const;
  });
  return Object.fromEntries(entries);
}
