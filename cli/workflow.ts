import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isRecord } from "../ghcr/http/json";
import { ownerProblem, repositoryProblem } from "../ghcr/names";
import { withoutTokens } from "../ghcr/tokenWords";
import { SettingsError } from "../settings/problems";
import { workflowIn } from "../settings/workflowFile";
import { renderPublish } from "../workflows";
import { describeFlags, readArguments, type Flag } from "./arguments";
import { Explained } from "./explained";

const flags = {
  stack: { value: "NAME", says: "the stack [the only one that has a file here]" },
  help: { says: "this text" },
} as const satisfies Record<string, Flag>;

const help = [
  "pulumi-ghcr workflow OWNER/NAME [--stack NAME]",
  "",
  "Prints the workflow that publishes a repository's images, as the stack's file has them: the same",
  "that an update commits where the repository's setting `workflow` says so. It reads Pulumi.NAME.yaml",
  "in this folder, and needs neither Pulumi nor a token.",
  "",
  describeFlags(flags),
  "",
  "It ends with 0 where it printed it, and with 2 where it could not.",
  "",
  "  pulumi-ghcr workflow octo/app > .github/workflows/publish.yml",
].join("\n");

/** Prints a repository's workflow. */
export function main(args: readonly string[]): Promise<number> {
  const { flags: given, rest, problems } = readArguments(args, flags, 1);
  if (given.has("help")) {
    console.log(help);
    return Promise.resolve(0);
  }
  try {
    const asked = repositoryIn(rest, problems);
    const config = configOf(process.cwd(), given.get("stack")?.[0]);
    const { GITHUB_OWNER: owner, GHCR_REGISTRY: registry } = process.env;
    const fallbacks = { ...(owner && { owner }), ...(registry && { registry }) };
    const { workflow, ...names } = workflowIn(config, asked, fallbacks);
    const { secretName, authentication, branch, attest, images } = workflow;
    const plan = { ...names, secretName, authentication, branch, attest, images };
    process.stdout.write(renderPublish(plan));
    return Promise.resolve(0);
  } catch (error) {
    if (!(error instanceof Explained || error instanceof SettingsError)) throw error;
    for (const line of withoutTokens(error.message).split("\n")) console.error(`workflow: ${line}`);
    return Promise.resolve(2);
  }
}

function repositoryIn(
  [text]: readonly string[],
  problems: readonly string[],
): { readonly owner: string; readonly repository: string } {
  const [owner = "", repository = "", ...others] = (text ?? "").split("/");
  const wrong =
    text === undefined
      ? ["the repository is wanting: OWNER/NAME"]
      : others.length > 0 || ownerProblem(owner) !== undefined || repositoryProblem(repository)
        ? [`'${text}' is not a repository: OWNER/NAME`]
        : [];
  const all = [...problems, ...wrong];
  if (all.length > 0) throw new Explained(all.join("\n"));
  return { owner, repository };
}

/** What the stack's file sets. Of a stack's whole name Pulumi takes the last part for the file's. */
function configOf(folder: string, stack: string | undefined): Readonly<Record<string, unknown>> {
  const file =
    stack === undefined ? onlyFile(folder) : `Pulumi.${stack.split("/").at(-1) ?? ""}.yaml`;
  let text: string;
  try {
    text = readFileSync(join(folder, file), "utf8");
  } catch {
    throw new Explained(`there is no ${file} in this folder that could be read`);
  }
  let read: unknown;
  try {
    read = parse(text);
  } catch (error) {
    const [why = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new Explained(`${file} is not YAML: ${why}`);
  }
  const config = isRecord(read) ? read.config : undefined;
  if (isRecord(config)) return config;
  throw new Explained(`${file} sets nothing: 'config:' is wanting`);
}

function onlyFile(folder: string): string {
  const files = readdirSync(folder).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
  const [file] = files;
  if (file !== undefined && files.length === 1) return file;
  const names = files.map((name) => name.replace(/^Pulumi\.|\.yaml$/g, "")).sort();
  throw new Explained(
    file === undefined
      ? "there is no Pulumi.STACK.yaml in this folder"
      : `which stack is meant? name it: --stack ${names.join(", or --stack ")}`,
  );
}
