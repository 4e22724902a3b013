/** The messages of a language as a list. */

type Tree = { readonly [key: string]: string | Tree };

/** The ending of a key that has a form for each kind of number. */
export const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Key and text of every message, plural forms one by one. */
export const leaves = (tree: Tree, prefix = ''): [key: string, text: string][] =>
  Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[prefix + name, value]] : leaves(value, `${prefix}${name}.`),
  );
