import { transformed, type Transform } from "../../components/internal/transform";

interface Args {
  size?: number;
  color?: string;
}

const args: Args = { size: 1, color: "red" };
const opts = { protect: false };

it("leaves all as it is without a transform", () => {
  expect(transformed<Args>(undefined, "one", args, opts)).toEqual(["one", args, opts]);
});

it("lays arguments over the component's own", () => {
  expect(transformed<Args>({ size: 2 }, "one", args, opts)).toEqual([
    "one",
    { size: 2, color: "red" },
    opts,
  ]);
});

it("lets a function change arguments and options in place, and touches no other's", () => {
  const change = transformed<Args>(
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

it("takes the arguments that a function gives", () => {
  expect(transformed<Args>(() => ({ size: 3 }), "one", args, opts)).toEqual([
    "one",
    { size: 3 },
    opts,
  ]);
});

it("refuses a promise, which would come after the resource", () => {
  // TypeScript refuses it too; a program in JavaScript has no such guard.
  const late = (() => Promise.resolve()) as unknown as Transform<Args>;
  expect(() => transformed(late, "one", args, opts)).toThrow("returns a promise");
});
