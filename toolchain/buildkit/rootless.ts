import { run } from "../../core/process/child";
import type { Problem } from "../failure";

/**
 * Runs a program as root of a user namespace of its own, with the user's range of subordinate users,
 * to which the files of images belong.
 */
export const inUserNamespace = [
  "unshare",
  ...["--user", "--map-root-user", "--map-auto", "--mount"],
] as const;

const withRoot = "or run the command as root: sudo -E npm start";

/** What a user namespace may want, by unshare's message. */
const known: readonly (readonly [pattern: RegExp, cause: string, fix: string])[] = [
  [
    /failed to execute new[ug]idmap/,
    "newuidmap and newgidmap are not installed",
    `install them, on Debian or Ubuntu with: sudo apt-get install uidmap; ${withRoot}`,
  ],
  [
    /no line matching user .* in \/etc\/sub[ug]id/,
    "your user has no subordinate users in /etc/subuid and /etc/subgid",
    `add them: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "$USER"; ${withRoot}`,
  ],
  [
    /unrecognized option|ENOENT/,
    "unshare is older than util-linux 2.38",
    `update the system, start Docker, ${withRoot}`,
  ],
  [
    /Operation not permitted|Permission denied|No space left on device/,
    "this system does not allow user namespaces to its users",
    `allow them, on Ubuntu with: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0; ${withRoot}`,
  ],
];

/** Why BuildKit cannot run as an ordinary user on this machine, if it cannot. */
export async function findRootlessObstacle(): Promise<Problem | undefined> {
  const [command, ...options] = inUserNamespace;
  const { code, output } = await run(command, [...options, "true"]).catch((error: unknown) => {
    return { code: 1, output: String(error) };
  });
  if (code === 0) return undefined;
  const found = known.find(([pattern]) => pattern.test(output));
  const [cause, fix] =
    found === undefined ? [`unshare failed: ${output.trim()}`, withRoot] : found.slice(1);
  return {
    part: "buildkitd",
    cause: `without root and without Docker, BuildKit needs a user namespace: ${cause ?? ""}`,
    fix: `${fix ?? ""}.`,
  };
}
