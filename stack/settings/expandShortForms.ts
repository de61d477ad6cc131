import { isRecord } from "../../core/http/json";

/** Settings with their short forms expanded to what the schema describes. */
export function expandShortForms(
  settings: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { builder, defaults, repositories, mirrors, ...others } = settings;
  return {
    ...others,
    ...expandIfSet("defaults", defaults, expandWorkflow),
    ...expandIfSet("builder", builder, (each) => expandText("name", each)),
    ...expandIfSet("repositories", repositories, (each) =>
      mapValues(each, (one) => expandRepository(one, defaults)),
    ),
    ...expandIfSet("mirrors", mirrors, (each) =>
      mapValues(each, (mirror) => expandService(expandText("from", mirror))),
    ),
  };
}

/** `my-app:` with nothing behind it is a repository of which all is default. */
function expandRepository(value: unknown, defaults: unknown): unknown {
  if (value === null) return {};
  if (!isRecord(value)) return value;
  const expanded = expandWorkflow(value);
  if (value.images === undefined) return expanded;
  const shared = isRecord(defaults) ? defaults : {};
  const { workflow } = { ...expandWorkflow(shared), ...expanded };
  // What a workflow is there to build an update need not.
  const build = workflow === undefined ? undefined : (shared.build ?? "actions");
  return {
    ...expanded,
    images: mapValues(value.images, (image) =>
      withBuild(build, expandService(expandText("context", image))),
    ),
  };
}

/** `true` is a workflow of which all is default. `false` is none: it is there, for it wins. */
function expandWorkflow<Value>(value: Value): Value {
  const expanded = expandBoolean(value, "workflow");
  if (!isRecord(expanded) || !isRecord(expanded.workflow)) return expanded;
  return { ...expanded, workflow: expandBoolean(expanded.workflow, "cleanup") };
}

function expandBoolean<Value>(value: Value, name: string): Value {
  if (!isRecord(value) || typeof value[name] !== "boolean") return value;
  return { ...value, [name]: value[name] ? {} : undefined };
}

function withBuild(build: unknown, image: unknown): unknown {
  return build === undefined || !isRecord(image) ? image : { build, ...image };
}

/** One service, and a list of it alone. */
function expandService(value: unknown): unknown {
  if (!isRecord(value) || typeof value.service !== "string") return value;
  return { ...value, service: [value.service] };
}

function expandText(name: string, value: unknown): unknown {
  return typeof value === "string" ? { [name]: value } : value;
}

function mapValues(values: unknown, change: (value: unknown) => unknown): unknown {
  if (!isRecord(values)) return values;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

function expandIfSet(
  name: string,
  value: unknown,
  change: (value: unknown) => unknown,
): Record<string, unknown> {
  return value === undefined ? {} : { [name]: change(value) };
}
