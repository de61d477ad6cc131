import { looksLikeToken, withoutTokens } from "../../../core/tokens/redact";

it.each([
  ["my-gh_file and ghp_fake123 end", "my-gh_file and ghp_… end"],
  ["'github_pat_fake' \"ghs_fake\"", "'github_pat_…' \"ghs_…\""],
  ["Bearer eyJhbGciOiJub25lIn0.e30.", "Bearer eyJ…"],
  ["https://octocat:fake@ghcr.io/v2/", "https://…@ghcr.io/v2/"],
  ["postgres://:fake@host/db", "postgres://…@host/db"],
  ["'postgres://me:fa@ke@host/db' is", "'postgres://…@host/db' is"],
  ["at http://host:5000/a@b", "at http://host:5000/a@b"],
  ["at http://host:5000 a@b", "at http://host:5000 a@b"],
  ["nothing of it: sha256:0123 and xghp_name", "nothing of it: sha256:0123 and xghp_name"],
])("truncates each token to its prefix: %s", (text, cut) => {
  expect(withoutTokens(text)).toBe(cut);
  expect(looksLikeToken(text)).toBe(cut !== text);
});
