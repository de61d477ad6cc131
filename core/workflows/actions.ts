/** An action pinned to a commit, because a tag can move. */
export interface Action {
  readonly name: string;
  /** The commit of the tag that `version` names. */
  readonly commit: string;
  readonly version: string;
}

function action(name: string, version: string, commit: string): Action {
  return { name, version, commit };
}

/** All actions of the workflows, at the newest versions of 2026-11. */
export const actions = {
  attest: action("actions/attest", "v4.2.2", "1e69f48acb82d1966a394da916b4c1698aa569d6"),
  build: action("docker/build-push-action", "v7.3.0", "53b7df96c91f9c12dcc8a07bcb9ccacbed38856a"),
  buildx: action(
    "docker/setup-buildx-action",
    "v4.3.0",
    "37fe631027851001ddb9b187196cc803df7f5f0e",
  ),
  checkout: action("actions/checkout", "v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"),
  download: action(
    "actions/download-artifact",
    "v8.0.1",
    "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
  ),
  emulation: action(
    "docker/setup-qemu-action",
    "v4.2.0",
    "96fe6ef7f33517b61c61be40b68a1882f3264fb8",
  ),
  cleaner: action(
    "dataaxiom/ghcr-cleanup-action",
    "v1.2.1",
    "f092b48ba3b604b2a83690dc4b2bbb3392e1045f",
  ),
  login: action("docker/login-action", "v4.1.0", "4907a6ddec9925e35a0a9e82d7399ccc52663121"),
  node: action("actions/setup-node", "v7.0.0", "820762786026740c76f36085b0efc47a31fe5020"),
  pulumi: action("pulumi/actions", "v7.0.0", "8e5e406f4007fca908480587cb9893c07090f58d"),
  upload: action("actions/upload-artifact", "v7.0.0", "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f"),
} as const;
