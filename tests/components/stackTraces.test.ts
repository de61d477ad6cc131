import { skipSourceMaps } from "../../components";

const traces: { prepareStackTrace?: unknown } = Error;
const original = traces.prepareStackTrace;
const events = ["uncaughtException", "unhandledRejection"];
const emitter: NodeJS.EventEmitter = process;
const listeners = events.map((event) => emitter.listeners(event));

afterEach(() => {
  traces.prepareStackTrace = original;
  events.forEach((event, index) => {
    emitter.removeAllListeners(event);
    for (const listener of listeners[index] ?? []) emitter.on(event, listener as () => void);
  });
});

it.each(events)(
  "only an error that ends the program by an %s has its trace translated",
  (event) => {
    traces.prepareStackTrace = () => "translated";
    skipSourceMaps();
    expect(new Error("recorded").stack).toMatch(/^Error: recorded\n +at /);
    const fatal = new Error("fatal");
    // It comes before Pulumi's listener, which reads the trace.
    const [first] = emitter.listeners(event);
    first?.(fatal);
    expect(fatal.stack).toBe("translated");
  },
);
