import { serviceOf } from "../../../core/oci/plainName";
import { parseReference } from "../../../core/oci/reference";
import type { Secret } from "../../../core/tokens/secret";
import type { DesiredMirror } from "../../model";
import { mirrorDefaults } from "../defaults";
import type { ExpandedMirror } from "../schema/mirror";

/** Fills in what a mirror's settings leave open. It keeps its source's tag, unless it names others. */
export function desiredMirror(
  name: string,
  settings: ExpandedMirror,
  secrets: ReadonlyMap<string, Secret>,
): DesiredMirror {
  const from = parseReference(settings.from);
  const { tags = from.tag === undefined ? [] : [from.tag] } = settings;
  const { mode = mirrorDefaults.mode, service: services = [serviceOf(name)] } = settings;
  const { platforms, repository, login, backup } = settings;
  // A name that is not stored is already a problem.
  const password = login && secrets.get(login.password);
  return {
    name,
    from,
    tags,
    platforms,
    mode,
    repository,
    login: login && password && { username: login.username, password },
    backup,
    services,
  };
}
