import { withoutTokens } from "../core/tokens/redact";

/** commander's message without anything that may be a token: it quotes unknown words. */
export function describeProblem(message: string): string {
  const shown = withoutTokens(message)
    .replace(/^error: /, "")
    .replace(/^(unknown (?:option|command)) '(.*?)'(?=\n|$)/s, (_, what: string, word: string) => {
      const name = word.replace(/=.*$/s, "");
      return /^-{0,2}[a-z-]{1,40}$/i.test(name) ? `${what} '${name}'` : what;
    });
  const isToken = /^unknown option '--?(?:token|password|pat)'/i.test(shown);
  return isToken ? `${shown}\n${tokenAdvice}` : shown;
}

const tokenAdvice =
  "Never pass a token as an argument, which every program on the machine can read; set GHCR_TOKEN.";
