import { posix } from "node:path";
import { actions } from "../actions";
import type { JobStep, Variables } from "../document";
import { functionsScript, jobScript, stackSteps, type Step } from "../embed";
import { literal } from "../expressions";
import type { StackPlan } from "../stackPlan";

/** What runs Pulumi's program, and what tells of it with a token that the other is not given. */
const telling: readonly Step[] = ["comment", "issue"];
const running = stackSteps.filter((step) => !telling.includes(step));

/** Before the first step that uses them. */
export function runningFunctions(): JobStep {
  const run = functionsScript(undefined, running);
  return { anchor: "functions", name: "Functions of the steps below", run };
}

export function tellingFunctions(): JobStep {
  const run = functionsScript(undefined, telling);
  return { anchor: "telling", name: "Functions of the step below", run };
}

/** All that Pulumi needs to run the program. No step of these is given a secret. */
export function setUp(plan: StackPlan, checkout: JobStep["with"] = {}): readonly JobStep[] {
  const { folder, pulumiVersion, builder } = plan;
  const isSame = Object.keys(checkout).length === 0;
  return [
    {
      ...(isSame ? { anchor: "check-out" } : {}),
      name: "Check out",
      uses: actions.checkout,
      with: { ...checkout, "persist-credentials": false },
    },
    {
      anchor: "node",
      name: "Set up Node.js",
      uses: actions.node,
      with: {
        "node-version-file": posix.join(literal(folder), "package.json"),
        // What runs with the secrets is what was downloaded, and not what a cache held.
        "package-manager-cache": false,
      },
    },
    {
      anchor: "pulumi",
      name: "Set up Pulumi",
      uses: actions.pulumi,
      with: { "pulumi-version": pulumiVersion },
    },
    ...(builder === undefined ? [] : building(builder)),
    { anchor: "install", name: "Install the program", run: jobScript("install") },
    runningFunctions(),
  ];
}

function building({ name, emulated }: NonNullable<StackPlan["builder"]>): readonly JobStep[] {
  const named: JobStep["with"] = name === undefined ? {} : { name: literal(name) };
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

/** The secrets stand at the steps that run Pulumi alone, so that no other one can read them. */
export function secretsOf({ secrets }: StackPlan): Variables {
  return Object.fromEntries(secrets.map((name) => [name, `\${{ secrets.${name} }}`]));
}
