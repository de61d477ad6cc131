import { withoutPassword } from "../../../../../cli/commands/init/settings/stack";

it.each([
  ["postgres://me:hunter2@host/db", "postgres://…@host/db"],
  ["postgres://me:hun@ter2@host/db", "postgres://…@host/db"],
  ["postgres://me@host/db", "postgres://…@host/db"],
  ["s3://bucket/a@b", "s3://bucket/a@b"],
  ["file://~", "file://~"],
])("%s is shown without its password", (url, expected) => {
  expect(withoutPassword(url)).toBe(expected);
});
