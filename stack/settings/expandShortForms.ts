import { isRecord } from "../../core/http/json";

/** Settings with their short forms expanded to what the schema describes. */
export function expandShortForms(
  settings: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { builder, defaults, repositories, mirrors, ...others } = settings;
  return {
    ...others,
    ...given("defaults", defaults, withWorkflow),
    ...given("builder", builder, (each) => textAs("name", each)),
    ...given("repositories", repositories, (each) =>
      eachOf(each, (one) => repository(one, defaults)),
    ),
    ...given("mirrors", mirrors, (each) =>
      eachOf(each, (mirror) => running(textAs("from", mirror))),
    ),
  };
}

/** `my-app:` with nothing behind it is a repository of which all is default. */
function repository(value: unknown, defaults: unknown): unknown {
  if (value === null) return {};
  if (!isRecord(value)) return value;
  const whole = withWorkflow(value);
  if (value.images === undefined) return whole;
  const shared = isRecord(defaults) ? defaults : {};
  const { workflow } = { ...withWorkflow(shared), ...whole };
  // What a workflow is there to build an update need not.
  const build = workflow === undefined ? undefined : (shared.build ?? "actions");
  return {
    ...whole,
    images: eachOf(value.images, (image) => builtBy(build, running(textAs("context", image)))),
  };
}

/** `true` is a workflow of which all is default. `false` is none: it is there, for it wins. */
function withWorkflow<Value>(value: Value): Value {
  const whole = switched(value, "workflow");
  if (!isRecord(whole) || !isRecord(whole.workflow)) return whole;
  return { ...whole, workflow: switched(whole.workflow, "cleanup") };
}

function switched<Value>(value: Value, name: string): Value {
  if (!isRecord(value) || typeof value[name] !== "boolean") return value;
  return { ...value, [name]: value[name] ? {} : undefined };
}

function builtBy(build: unknown, image: unknown): unknown {
  return build === undefined || !isRecord(image) ? image : { build, ...image };
}

/** One service, and a list of it alone. */
function running(value: unknown): unknown {
  if (!isRecord(value) || typeof value.service !== "string") return value;
  return { ...value, service: [value.service] };
}

function textAs(name: string, value: unknown): unknown {
  return typeof value === "string" ? { [name]: value } : value;
}

function eachOf(values: unknown, change: (value: unknown) => unknown): unknown {
  if (!isRecord(values)) return values;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

function given(
  name: string,
  value: unknown,
  change: (value: unknown) => unknown,
): Record<string, unknown> {
  return value === undefined ? {} : { [name]: change(value) };
}
