import { documents, writeDocuments } from "../settings/write";
import { renderPublish } from "../workflows";
import { examplePlan } from "../workflows/example";

/** The workflow that the documentation shows; the tests read it part by part. */
export const exampleWorkflow = "docs/publish.yml";

/** Writes what is made from the sources where it is not current. */
export function main(): Promise<number> {
  writeDocuments({ ...documents(), [exampleWorkflow]: renderPublish(examplePlan) });
  return Promise.resolve(0);
}
