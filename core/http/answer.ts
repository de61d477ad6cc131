/**
 * What a question with yes or no came to. `says` holds the server's own words up to a bound, and
 * never a token.
 */
export type Answer =
  | { readonly outcome: "yes" }
  | { readonly outcome: "no"; readonly status: number; readonly says: string }
  | { readonly outcome: "cannot tell"; readonly why: string };

export const yes: Answer = { outcome: "yes" };

export function cannotTell(why: string): { readonly outcome: "cannot tell"; readonly why: string } {
  return { outcome: "cannot tell", why };
}
