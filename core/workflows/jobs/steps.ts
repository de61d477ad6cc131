import { actions } from "../actions";
import type { JobStep, Variables } from "../document";
import { escapeExpressions, isPublishing } from "../expressions";
import type { PublishPlan } from "../plan";

const workflowToken = "${{ github.token }}";

/** The credentials, for the step that checks them and no other. */
export function credentials({ authentication, secretName }: PublishPlan): Variables {
  return {
    TOKEN: authentication === "token" ? `\${{ secrets.${secretName} }}` : workflowToken,
    WORKFLOW_TOKEN: workflowToken,
  };
}

/** Logs docker in with the token that the check has chosen. Skipped for pull requests. */
export function loginStep({ registry, authentication, secretName }: PublishPlan): JobStep {
  return {
    anchor: "log-in",
    name: "Log in",
    if: isPublishing,
    uses: actions.login,
    with: {
      registry: escapeExpressions(registry),
      username: "${{ github.actor }}",
      password:
        authentication === "token"
          ? `\${{ needs.check.outputs.with == '${secretName}' && secrets.${secretName} || github.token }}`
          : workflowToken,
    },
  };
}
