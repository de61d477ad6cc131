import type { Denial } from "../denial";

/** Errors of Pulumi about the stack and this machine. */
export const pulumi: readonly Denial[] = [
  {
    id: "pulumi-locked",
    from: "Pulumi",
    kind: "state",
    host: "any",
    patterns: [
      /the stack is currently locked by \d{1,6} lock/i,
      /Another update is currently in progress/i,
    ],
    example:
      "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.",
    cause: "Another update is running, or one was killed and left its lock behind.",
    fix: [
      "Wait for the other update to end",
      "If none is running: npx pulumi cancel, then npx pulumi refresh",
    ],
    sources: [
      "https://github.com/pulumi/pulumi/blob/master/pkg/backend/diy/lock.go",
      "https://github.com/pulumi/pulumi/issues/9148",
      "https://github.com/pulumi/pulumi/issues/7096",
    ],
  },
  {
    id: "pulumi-passphrase",
    from: "Pulumi",
    kind: "state",
    host: "any",
    patterns: [
      /incorrect passphrase/i,
      /passphrase must be set with PULUMI_CONFIG_PASSPHRASE/i,
      /unable to find either `PULUMI_CONFIG_PASSPHRASE/i,
    ],
    example:
      "error: decrypting secret value: failed to decrypt: incorrect passphrase, please set PULUMI_CONFIG_PASSPHRASE to the correct passphrase",
    cause: "The passphrase for the stack's secrets is wrong or missing.",
    fix: [
      "Set PULUMI_CONFIG_PASSPHRASE to this stack's passphrase, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that contains it",
    ],
    sources: [
      "https://github.com/pulumi/pulumi/blob/master/pkg/secrets/passphrase/manager.go",
      "https://github.com/pulumi/pulumi/issues/6286",
      "https://github.com/pulumi/pulumi/issues/9546",
    ],
  },
  {
    id: "pulumi-decrypt",
    from: "Pulumi",
    kind: "state",
    host: "any",
    patterns: [
      /failed to decrypt (?:config|secret|encrypted)/i,
      /failed to decrypt:/i,
      /could not decrypt configuration/i,
      /\[400\] Message authentication failed/i,
    ],
    example: "error: failed to decrypt configuration key 'ghcr:token': illegal base64 data",
    cause: "A secret in the settings was encrypted for another stack or was written by hand.",
    fix: ["Set it again: npx pulumi config set --secret KEY (Pulumi asks for the value)"],
    sources: ["https://github.com/pulumi/pulumi/blob/master/pkg/engine/errors.go"],
  },
  {
    id: "pulumi-key-twice",
    from: "Pulumi",
    kind: "state",
    host: "any",
    patterns: [/mapping key "[^"\n]{1,200}" already defined at line \d{1,9}/i],
    example:
      'error: could not create secrets manager for new stack: yaml: unmarshal errors: line 7: mapping key "context" already defined at line 6',
    cause:
      "Pulumi.STACK.yaml contains the same setting twice, on the two lines that the message names.",
    fix: ["Remove one of the two lines"],
    sources: ["https://github.com/go-yaml/yaml/blob/v3/decode.go"],
  },
  {
    id: "pulumi-plugin",
    from: "Pulumi",
    kind: "this machine",
    host: "any",
    patterns: [
      /no (?:resource|language) plugin '[^'\n]{1,100}' found/i,
      /Could not automatically download and install resource plugin/i,
    ],
    example:
      "error: no resource plugin 'pulumi-resource-github' found in the workspace or on your $PATH, install the plugin using `pulumi plugin install resource github`",
    cause: "A provider's plugin is not installed on this machine and could not be downloaded.",
    fix: [
      "npx pulumi install",
      "Or run the command in the message with npx: npx pulumi plugin install resource …",
    ],
    sources: [
      "https://github.com/pulumi/pulumi/blob/master/sdk/go/common/workspace/plugins.go",
      "https://github.com/pulumi/pulumi/issues/5725",
      "https://github.com/pulumi/pulumi/issues/5619",
    ],
  },
  {
    id: "pulumi-login",
    from: "Pulumi",
    kind: "authorization",
    host: "any",
    patterns: [
      /PULUMI_ACCESS_TOKEN must be set for login/i,
      /this command requires logging in/i,
      /\[401\] Unauthorized: No credentials provided or are invalid/i,
    ],
    example: "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
    cause: "Pulumi Cloud requires a login of its own; this is not about GitHub's token.",
    fix: ["npx pulumi login", "Or keep the state on this machine: npx pulumi login --local"],
    sources: [
      "https://github.com/pulumi/pulumi/blob/master/pkg/backend/backenderr/backenderr.go",
      "https://github.com/pulumi/pulumi/blob/master/pkg/backend/httpstate/backend.go",
    ],
  },
  {
    id: "pulumi-organization-only",
    from: "Pulumi",
    kind: "name",
    host: "any",
    patterns: [/this resource can only be used in the context of an organization/i],
    example:
      'error: this resource can only be used in the context of an organization, "octo" is a user',
    cause:
      "This resource exists only in organizations, but GitHub's provider is set to a user or has no owner. With an expired token, it finds no owner either.",
    fix: [
      "npx pulumi config set github:owner ORGANIZATION",
      "Or set owner on github.Provider",
      "For a user, leave organization secrets off",
    ],
    sources: [
      "https://github.com/hashicorp-education/learn-terraform-github-user-teams/issues/6",
      "https://github.com/integrations/terraform-provider-github/issues/878",
      "https://github.com/integrations/terraform-provider-github/blob/main/github/util.go",
    ],
  },
];
