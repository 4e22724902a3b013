/** Stub. */
export const referenceText = (key: string): string => key;
