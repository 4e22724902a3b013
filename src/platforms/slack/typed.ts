/** What people type into Slack as they meant it: its entities and its markup undone, and `name=value` as an option. */

const MARKUP = /<([^<>|]*)(?:\|([^<>]*))?>/g;

/** `<@U1|kim>` is @U1, `<#C1|class>` is #class, `<https://x.y|x.y>` is what it shows, `&amp;` is &. */
export const undone = (text: string): string =>
  text
    .replace(MARKUP, (_, target: string, label: string | undefined) =>
      target.startsWith('@')
        ? target
        : target.startsWith('#')
          ? `#${label ?? target.slice(1)}`
          : (label ?? target),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const QUOTED = /"(?:[^"\\]|\\.)*"|[“”„‟](?:[^“”„‟\\]|\\.)*[“”„‟]/.source;

/** `fraction=0.2` as `fraction:0.2`, for these options and outside of quotes. */
export function withColons(line: string, options: readonly string[]): string {
  if (options.length === 0) return line;
  const pattern = new RegExp(`${QUOTED}|(?<=^|\\s)(${options.join('|')})\\s*[=＝]\\s*`, 'giu');
  return line.replace(pattern, (all, name: string | undefined) => (name === undefined ? all : `${name}:`));
}

/** The line of a command: `/experiment` and `run 3` is `/experiment run 3`, and so is `/augie` and `experiment run 3`. */
export function lineOfCommand(command: string, text: string, prefix: string): string {
  const word = command.replace(/^\//, '');
  const typed = undone(text).trim();
  if (word === ALWAYS) return `/${typed.replace(/^[/／]\s*/, '')}`;
  return `/${word.startsWith(prefix) ? word.slice(prefix.length) : word} ${typed}`.trim();
}

/** The line of a message to the app, without its name. */
export const lineOfMention = (text: string): string =>
  `/${undone(text.replace(/^\s*<@[^>]*>\s*/, ''))
    .trim()
    .replace(/^[/／]\s*/, '')}`;

/** The command that takes every other one. */
export const ALWAYS = 'augie';
