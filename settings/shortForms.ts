import { isRecord } from "../ghcr/http/json";

/** What may be written shorter than the schema has it, written out. */
export function writtenOut(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { builder, repositories, mirrors, ...others } = settings;
  return {
    ...others,
    ...given("builder", builder, (each) => textAs("name", each)),
    ...given("repositories", repositories, (each) => eachOf(each, repository)),
    ...given("mirrors", mirrors, (each) =>
      eachOf(each, (mirror) => running(textAs("from", mirror))),
    ),
  };
}

/** `my-app:` with nothing behind it is a repository of which all is default. */
function repository(value: unknown): unknown {
  if (value === null) return {};
  if (!isRecord(value) || value.images === undefined) return value;
  return { ...value, images: eachOf(value.images, (image) => running(textAs("context", image))) };
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
