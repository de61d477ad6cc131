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

/** `my-app:` with no value is a repository with all defaults. */
function expandRepository(value: unknown, defaults: unknown): unknown {
  if (value === null) return {};
  if (!isRecord(value)) return value;
  const expanded = expandWorkflow(value);
  if (value.images === undefined) return expanded;
  const shared = isRecord(defaults) ? defaults : {};
  const { workflow } = { ...expandWorkflow(shared), ...expanded };
  // If there is a workflow, it builds the images by default.
  const build = workflow === undefined ? undefined : (shared.build ?? "actions");
  return {
    ...expanded,
    images: mapValues(value.images, (image) =>
      withBuild(build, expandService(expandText("context", image))),
    ),
  };
}

/**
 * `true` is a workflow with all defaults. `false` is none, as an explicit undefined that overrides
 * `defaults`.
 */
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

/** Expands a single service to a list. */
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
