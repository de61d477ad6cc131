import type { JobStep, Variables } from "../document";
import { functionsScript, jobScript } from "../embed";
import { publishes } from "../expressions";
import type { PublishPlan } from "../plan";

/**
 * What each step that talks to GitHub and the registry gets. The secret stands at these steps alone,
 * so that no other one can read it.
 */
export function credentials({ authentication, secretName }: PublishPlan): Variables {
  return {
    ...(authentication === "token" ? { TOKEN: `\${{ secrets.${secretName} }}` } : {}),
    WORKFLOW_TOKEN: "${{ github.token }}",
  };
}

/** Logs docker in, by the secret if there is one, and says which it was. A pull request does not. */
export function authenticate(plan: PublishPlan): readonly JobStep[] {
  return [
    functions(),
    {
      anchor: "log-in",
      name: "Log in",
      id: "authenticate",
      if: publishes,
      env: credentials(plan),
      run: jobScript("authenticate"),
    },
  ];
}

/** Before the first step that uses them. */
export function functions(): JobStep {
  return { anchor: "functions", name: "Functions of the steps below", run: functionsScript() };
}
