/** Discord's markdown, as far as bots use it: text in, HTML out. Everything is escaped first. */

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escaped = (text) => String(text).replaceAll(/[&<>"]/g, (character) => escapes[character]);

/** @param names what `<@id>` and the like are called: a function of kind and id */
export function markdown(text, names = () => undefined) {
  const kept = [];
  const keep = (html) => `\ue000${kept.push(html) - 1}\ue000`;
  const withoutCode = String(text)
    .replaceAll(/```(?:[\w+-]*\n)?([\s\S]*?)\n?```/g, (_, code) =>
      keep(`<pre><code>${escaped(code)}</code></pre>`),
    )
    .replaceAll(/``([^`]+)``|`([^`\n]+)`/g, (_, two, one) => keep(`<code>${escaped(two ?? one)}</code>`))
    .replaceAll(/\\([*_~`|>#[\]()\\-])/g, (_, character) => keep(escaped(character)))
    .replaceAll(/<\/([^:>]+):(\d+)>/g, (_, name) => keep(mention(`/${name}`)))
    .replaceAll(/<@!?(\d+)>/g, (_, id) => keep(mention(`@${names('user', id) ?? 'unknown'}`)))
    .replaceAll(/<@&(\d+)>/g, (_, id) => keep(mention(`@${names('role', id) ?? 'role'}`)))
    .replaceAll(/<#(\d+)>/g, (_, id) => keep(mention(`#${names('channel', id) ?? 'channel'}`)))
    .replaceAll(/<t:(\d+)(?::\w)?>/g, (_, seconds) =>
      keep(`<time>${escaped(new Date(seconds * 1000).toLocaleString())}</time>`),
    )
    .replaceAll(/\[([^\]\n]+)\]\((https?:[^)\s]+)\)/g, (_, label, url) => keep(link(url, label)))
    .replaceAll(/<(https?:[^>\s]+)>/g, (_, url) => keep(link(url, url)))
    .replaceAll(/\bhttps?:[^\s<>\ue000]+[^\s<>\ue000.,:;)'"]/g, (url) => keep(link(url, url)));
  const html = blocks(escaped(withoutCode));
  return html
    .replaceAll(/\ue000(\d+)\ue000/g, (_, index) => kept[Number(index)])
    .replaceAll(/\ue000(\d+)\ue000/g, (_, index) => kept[Number(index)]);
}

const mention = (label) => `<span class="mention">${escaped(label)}</span>`;
const link = (url, label) =>
  `<a href="${escaped(url)}" rel="noreferrer" target="_blank">${escaped(label)}</a>`;

const inline = (text) =>
  text
    .replaceAll(/\*\*\*(.+?)\*\*\*/g, '<strong><em>$1</em></strong>')
    .replaceAll(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/__(.+?)__/g, '<u>$1</u>')
    .replaceAll(/(?<!\*)\*(?![\s*])(.+?)(?<![\s*])\*(?!\*)/g, '<em>$1</em>')
    .replaceAll(/(?<![\w_])_(?!_)(.+?)_(?![\w_])/g, '<em>$1</em>')
    .replaceAll(/~~(.+?)~~/g, '<s>$1</s>')
    .replaceAll(/\|\|(.+?)\|\|/g, '<span class="spoiler">$1</span>');

/** Line by line: headings, small text, lists, quotes; other lines keep their breaks. */
function blocks(text) {
  const out = [];
  let open = '';
  const into = (tag) => {
    if (open === tag) return;
    if (open) out.push(`</${open}>`);
    if (tag) out.push(`<${tag}>`);
    open = tag;
  };
  let afterText = false;
  for (const line of text.split('\n')) {
    const heading = /^(#{1,3}) (.+)/.exec(line);
    const small = /^-# (.+)/.exec(line);
    const bullet = /^( *)[-*] (.+)/.exec(line);
    const number = /^ *\d+\. (.+)/.exec(line);
    const quote = /^&gt; ?(.*)/.exec(line);
    const isText = !(heading || small || bullet || number || quote);
    into(bullet ? 'ul' : number ? 'ol' : quote ? 'blockquote' : '');
    if (heading)
      out.push(
        `<h${heading[1].length + 1} class="h${heading[1].length}">${inline(heading[2])}</h${heading[1].length + 1}>`,
      );
    else if (small) out.push(`<small>${inline(small[1])}</small>`);
    else if (bullet) out.push(`<li${bullet[1] ? ' class="deeper"' : ''}>${inline(bullet[2])}</li>`);
    else if (number) out.push(`<li>${inline(number[1])}</li>`);
    else if (quote) out.push(`${inline(quote[1])}<br>`);
    else out.push(`${afterText ? '<br>' : ''}${inline(line)}`);
    afterText = isText;
  }
  into('');
  return out.join('');
}
