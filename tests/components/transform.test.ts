import { applyTransform, type Transform } from "../../components/internal/transform";

interface Args {
  size?: number;
  color?: string;
}

const args: Args = { size: 1, color: "red" };
const opts = { protect: false };

it("lets a function change arguments and options in place, without affecting other resources", () => {
  const change = applyTransform<Args>(
    (own, options, name) => {
      own.color = name;
      delete own.size;
      options.protect = true;
    },
    "one",
    args,
    opts,
  );
  expect(change).toEqual(["one", { color: "one" }, { protect: true }]);
  expect([args, opts]).toEqual([{ size: 1, color: "red" }, { protect: false }]);
});

it("rejects a promise, which would resolve after the resource is created", () => {
  // TypeScript rejects it too, but a program may be JavaScript.
  const late = (() => Promise.resolve()) as unknown as Transform<Args>;
  expect(() => applyTransform(late, "one", args, opts)).toThrow("returns a promise");
});
