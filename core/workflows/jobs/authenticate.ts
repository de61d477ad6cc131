import type { JobStep, Variables } from "../document";
import { functionsScript, jobScript } from "../embed";
import { isPublishing } from "../expressions";
import type { PublishPlan } from "../plan";

/** The credentials, for the steps that call GitHub and the registry and no others. */
export function credentials({ authentication, secretName }: PublishPlan): Variables {
  return {
    ...(authentication === "token" ? { TOKEN: `\${{ secrets.${secretName} }}` } : {}),
    WORKFLOW_TOKEN: "${{ github.token }}",
  };
}

/** Logs docker in with the secret, or else with the workflow's token. Skipped for pull requests. */
export function loginSteps(plan: PublishPlan): readonly JobStep[] {
  return [
    functionsStep(),
    {
      anchor: "log-in",
      name: "Log in",
      id: "authenticate",
      if: isPublishing,
      env: credentials(plan),
      run: jobScript("authenticate"),
    },
  ];
}

/** Writes the shell functions, before the first step that uses them. */
export function functionsStep(): JobStep {
  return {
    anchor: "functions",
    name: "Write the functions of the next steps",
    run: functionsScript(),
  };
}
