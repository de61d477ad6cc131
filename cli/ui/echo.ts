/** Controls whether the terminal shows what is typed. */
export interface Echo {
  hide(): void;
  show(): void;
}

let echo: Echo | undefined;

/** Sets the echo of this process's terminal, which bin.mjs controls. */
export function setEcho(value: Echo | undefined): void {
  echo = value;
}

/** Keeps the terminal from showing a token that is typed before it is asked for. */
export function hideTyping(): void {
  echo?.hide();
}

/** Ends `hideTyping` when no token will be asked for. */
export function showTyping(): void {
  echo?.show();
}
