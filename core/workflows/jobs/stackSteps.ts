import { posix } from "node:path";
import { actions } from "../actions";
import type { JobStep, Variables } from "../document";
import { functionsScript, jobScript } from "../embed";
import { escapeExpressions } from "../expressions";
import type { StackPlan } from "../stackPlan";

/** Steps that run Pulumi with the program. They get the secrets, and no token that writes. */
export function pulumiFunctions(): JobStep {
  const run = functionsScript("preview");
  return { anchor: "functions", name: "Write the functions of the next steps", run };
}

/** Steps that write comments and issues with a token. They do not run the program. */
export function commentFunctions(): JobStep {
  const run = functionsScript("comment");
  return { anchor: "comment-functions", name: "Write the functions of the next step", run };
}

/** Sets up what Pulumi needs to run the program. None of these steps gets a secret. */
export function setUpSteps(plan: StackPlan, checkout: JobStep["with"] = {}): readonly JobStep[] {
  const { folder, pulumiVersion, builder } = plan;
  const isShared = Object.keys(checkout).length === 0;
  return [
    {
      ...(isShared ? { anchor: "check-out" } : {}),
      name: "Check out",
      uses: actions.checkout,
      with: { ...checkout, "persist-credentials": false },
    },
    {
      anchor: "node",
      name: "Set up Node.js",
      uses: actions.node,
      with: {
        "node-version-file": posix.join(escapeExpressions(folder), "package.json"),
        // No cache, because another run could have written code into it that runs with the secrets.
        "package-manager-cache": false,
      },
    },
    {
      anchor: "pulumi",
      name: "Set up Pulumi",
      uses: actions.pulumi,
      with: { "pulumi-version": pulumiVersion },
    },
    ...(builder === undefined ? [] : builderSteps(builder)),
    { anchor: "install", name: "Install the program", run: jobScript("install") },
    pulumiFunctions(),
  ];
}

function builderSteps({ name, emulated }: NonNullable<StackPlan["builder"]>): readonly JobStep[] {
  const named: JobStep["with"] = name === undefined ? {} : { name: escapeExpressions(name) };
  const emulation: JobStep = {
    anchor: "emulation",
    name: "Set up emulation",
    uses: actions.emulation,
    with: { platforms: emulated.join(","), "cache-image": false },
  };
  return [
    ...(emulated.length === 0 ? [] : [emulation]),
    {
      anchor: "buildkit",
      name: "Set up BuildKit",
      uses: actions.buildx,
      with: { ...named, "cache-binary": false },
    },
  ];
}

/** The secrets, for the steps that run Pulumi and no others. */
export function secretsOf({ secrets }: StackPlan): Variables {
  return Object.fromEntries(secrets.map((name) => [name, `\${{ secrets.${name} }}`]));
}
