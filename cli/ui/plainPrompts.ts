import { createInterface } from "node:readline";
import { Writable, type Readable } from "node:stream";
import { wrapMessage } from "./columns";

/** The clack options that every question has. */
export interface CommonOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
  readonly withGuide: boolean;
}

interface TextOptions extends CommonOptions {
  readonly message: string;
  readonly placeholder?: string;
  readonly defaultValue?: string;
  readonly validate?: (typed?: string) => string | undefined;
}

interface SelectOptions extends CommonOptions {
  readonly message: string;
  readonly options: { readonly value: string; readonly label: string }[];
  readonly initialValue: string;
}

/** The part of clack that we use. */
export interface Prompts {
  readonly text: (options: TextOptions) => Promise<string | symbol>;
  readonly password: (options: TextOptions & { readonly mask: string }) => Promise<string | symbol>;
  readonly select: (options: SelectOptions) => Promise<string | symbol>;
  readonly isCancel: (answer: unknown) => answer is symbol;
}

const canceled = Symbol("canceled");

/**
 * The same prompts for a terminal that clack cannot draw on: one without escape codes (TERM=dumb),
 * or one of unknown width.
 */
export const plainPrompts: Prompts = {
  text: (options) => ask(options),
  password: (options) => ask(options, { isHidden: true }),
  select: ({ message, options, initialValue, ...common }) => {
    const values = options.map(({ value }) => value);
    const all = values.join(", ");
    const validate = (typed = ""): string | undefined =>
      typed === "" || values.includes(typed)
        ? undefined
        : `'${typed}' is not an answer: type ${all}`;
    const [placeholder, defaultValue] = [initialValue, initialValue];
    return ask({ message: `${message} ${all}`, placeholder, defaultValue, validate, ...common });
  },
  isCancel: (answer): answer is symbol => answer === canceled,
};

async function ask(
  { message, placeholder = "", defaultValue = "", validate, input, output, signal }: TextOptions,
  { isHidden = false } = {},
): Promise<string | symbol> {
  let isMuted = false;
  const echo = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!isMuted) output.write(chunk);
      done();
    },
  });
  const prompt = placeholder === "" ? `${message} ` : `${message} [${placeholder}] `;
  const options = { input, output: echo, terminal: true, historySize: 0, prompt, signal };
  const lines = createInterface(options);
  const show = (): void => {
    isMuted = false;
    lines.prompt();
    isMuted = isHidden;
  };
  try {
    show();
    // Ctrl-C, Ctrl-D, the signal and the end of the input end the loop.
    for await (const typed of lines) {
      if (isHidden) output.write("\n");
      const problem = validate?.(typed);
      if (problem === undefined) return typed || defaultValue;
      output.write(`${wrapMessage(problem)}\n`);
      show();
    }
    output.write("\n");
    return canceled;
  } finally {
    lines.close();
  }
}
