import { errorsIn, printErrors } from "../../../core/http/refusal";
import { sanitizeServerText } from "../../../core/http/serverText";

const secret = 'ghp_fake"fake"';
const sanitize = (text: string | Buffer): string => sanitizeServerText(text, [secret]);

describe("a registry's answer", () => {
  const errors = [
    { code: "DENIED", message: `no ${secret}\u001b[2J`, detail: {} },
    { code: "UNAUTHORIZED", message: "authentication required" },
  ];

  it.each([undefined, 2])("has its errors, without secrets and terminal escapes", (by) => {
    const found = errorsIn(Buffer.from(JSON.stringify({ errors }, null, by)), sanitize);
    expect(found).toEqual([
      { code: "DENIED", message: "no [secret]\\u001b[2J" },
      { code: "UNAUTHORIZED", message: "authentication required" },
    ]);
    expect(printErrors({ errors: found })).toBe(
      "denied: no [secret]\\u001b[2J; unauthorized: authentication required",
    );
  });

  it("has a limited number of errors", () => {
    const many = Array.from({ length: 1000 }, () => ({ code: "DENIED", message: "no" }));
    expect(errorsIn(JSON.stringify({ errors: many }), sanitize)).toHaveLength(8);
  });

  it.each(["denied", "<html>", '{"errors":[]}', '{"errors":[{"code":1}]}', '{"errors":{}}'])(
    "in the form of %j is one error without a code",
    (body) => {
      const found = errorsIn(body, sanitize);
      expect(found).toEqual([{ message: body }]);
      expect(printErrors({ errors: found })).toBe(body);
    },
  );

  it("without a body has no error", () => {
    expect(errorsIn("", sanitize)).toEqual([]);
    expect(printErrors({ errors: [] })).toBe("");
  });
});
