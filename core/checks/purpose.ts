import {
  administratorActs,
  registryActs,
  type AdministratorAct,
  type RegistryAct,
} from "../tokens/abilities";

export const purposes = ["publish", "administer", "pull"] as const;

/** What a token is for. It decides which checks there are, and which of their results matter. */
export type Purpose = (typeof purposes)[number];

/** A purpose, with what it demands of the token. */
export type TokenUse =
  | { readonly purpose: "publish" }
  | { readonly purpose: "administer"; readonly acts: readonly AdministratorAct[] }
  | {
      readonly purpose: "pull";
      /** Whether the token must not be able to do anything else. */
      readonly isReadOnly: boolean;
    };

/** The use of a purpose, without a stack that demands more. */
export const defaultUses: { readonly [Name in Purpose]: TokenUse & { readonly purpose: Name } } = {
  publish: { purpose: "publish" },
  administer: {
    purpose: "administer",
    acts: ["manage repositories", "manage secrets", "manage Actions settings"],
  },
  pull: { purpose: "pull", isReadOnly: false },
};

/** What a token must be able to do on the registry. */
export const registryActsFor: Readonly<
  Record<Exclude<Purpose, "administer">, readonly RegistryAct[]>
> = {
  publish: ["log in", "push"],
  pull: ["log in", "pull private packages"],
};

/** The scopes of a classic token for this use. */
export function scopesFor(use: TokenUse): readonly string[] {
  const scopes: readonly string[] =
    use.purpose === "administer"
      ? use.acts.flatMap((act) => administratorActs[act])
      : registryActsFor[use.purpose].flatMap((act) => registryActs[act]);
  return [...new Set(scopes)];
}
