import { isRecord } from "../../../core/http/json";
import type { Path, Problem } from ".";
import { formatValue } from "./format";
import { isAbsolutePath } from "../schema/values";
import { workflowDefaults } from "../defaults";
import { relativeToRoot } from "../rootPath";

/** The platforms of GitHub-hosted runners, which need no emulation. */
const runnerPlatforms: readonly string[] = ["linux/amd64", "linux/arm64"];

type Settings = Readonly<Record<string, unknown>>;

/**
 * Settings that a repository's workflow cannot build with. The settings are unvalidated; the schema
 * reports what is wrong with each by itself.
 */
export function workflowProblems(
  { path, value }: { readonly path: Path; readonly value: unknown },
  shared: unknown,
): Problem[] {
  const [repository, defaults] = [value, shared].map((each) => (isRecord(each) ? each : {}));
  const { workflow, images = {} }: Settings = { ...defaults, ...repository };
  if (!isRecord(workflow) || !isRecord(images)) return [];
  const all = Object.entries(images).flatMap(([name, image]) =>
    isRecord(image) ? [{ at: [...path, "images", name], settings: { ...defaults, ...image } }] : [],
  );
  const built = all.filter(({ settings }) => settings.build === "actions");
  if (built.length > 0) {
    return built.flatMap(({ at, settings }) => [
      ...imageProblems(at, settings, workflow),
      ...pathProblems(at, settings, workflow),
    ]);
  }
  // A workflow from the defaults is ignored for a repository that has nothing to build.
  if (repository?.workflow === undefined) return [];
  const message =
    all.length === 0
      ? "is set, but the repository has no image to build; add one to 'images', or remove this setting"
      : "is set, but every image has 'build: pulumi'; remove that from an image, or remove this setting";
  return [{ path: [...path, "workflow"], message }];
}

function imageProblems(at: Path, settings: Settings, workflow: Settings): Problem[] {
  const alternative = "remove it, or set 'build: pulumi'";
  const problem = (name: string, message: string): Problem => ({ path: [...at, name], message });
  const { platforms, secrets, network, attested } = settings;
  const unsupported = collectTexts(platforms).find(({ text }) => !runnerPlatforms.includes(text));
  return [
    ...(unsupported === undefined
      ? []
      : [
          problem(
            "platforms",
            `${formatValue(unsupported.text)} has no native GitHub-hosted runner (only ${runnerPlatforms.join(" and ")} do); ${alternative}`,
          ),
        ]),
    ...(isRecord(secrets) && Object.keys(secrets).length > 0
      ? [
          problem(
            "secrets",
            `is set, but the workflow cannot read the stack's secrets; ${alternative}`,
          ),
        ]
      : []),
    ...(typeof network === "string" && network !== "default"
      ? [
          problem(
            "network",
            `${formatValue(network)} is not supported by the workflow's builder; ${alternative}`,
          ),
        ]
      : []),
    ...(attested === true && workflow.attest === false
      ? [
          problem(
            "attested",
            "is true, but the workflow has 'attest: false'; set 'attest: true', or remove this setting",
          ),
        ]
      : []),
    ...["context", "dockerfile", "target", "contexts", "buildArgs"].flatMap((name) =>
      collectTexts(settings[name], [name])
        .filter(({ text }) => text.includes("${{"))
        .map(({ path, text }) => ({
          path: [...at, ...path],
          message: `${formatValue(text)} has '\${{', which GitHub Actions would expand; ${alternative}`,
        })),
    ),
  ];
}

/** A runner has only paths inside the repository. */
function pathProblems(
  at: Path,
  settings: Settings,
  { root = workflowDefaults.root }: Settings,
): Problem[] {
  if (typeof root !== "string" || isAbsolutePath(root)) return [];
  return ["context", "dockerfile", "contexts"]
    .flatMap((name) => collectTexts(settings[name], [name]))
    .flatMap(({ path, text }) => {
      // A repository with one image usually has it at its root.
      const example = path[0] === "context" ? text : "../a";
      const isAbsolute = isAbsolutePath(text);
      if (!isAbsolute && relativeToRoot(root, text) !== undefined) return [];
      const message = isAbsolute
        ? `${formatValue(text)} is an absolute path, which a runner does not have; write it relative to this program`
        : `${formatValue(text)} is outside ${formatValue(root)}, the repository's root; set the root to its clone's folder, for example workflow: {root: ${example}}, and write every path through it`;
      return [{ path: [...at, ...path], message }];
    });
}

/** A text, or the texts in a list or a map, each with its path. */
function collectTexts(
  value: unknown,
  path: Path = [],
): { readonly path: Path; readonly text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => collectTexts(each, path));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    typeof each === "string" ? [{ path: [...path, name], text: each }] : [],
  );
}
