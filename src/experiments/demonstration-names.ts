/** The prepared demonstrations by name. Each has a file in data/demonstrations, made by bench/demonstrations.ts. */
export const demonstrationNames = ['moved', 'gain', 'harm', 'overfitting', 'late'] as const;
export type DemonstrationName = (typeof demonstrationNames)[number];
