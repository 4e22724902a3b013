/** Messages as Discord draws them: old and new components, embeds, attachments. */
import { escaped, markdown } from './markdown.js';

/** Makes an element: `el('p.small', { title: 'x' }, child, 'text')`. */
export function el(what, properties = {}, ...children) {
  const [tag, ...classes] = what.split('.');
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (key === 'html') element.innerHTML = value;
    else if (key.startsWith('on') || key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

const accent = (color) =>
  color === undefined || color === null ? undefined : `#${color.toString(16).padStart(6, '0')}`;
const size = (bytes) =>
  bytes < 1024
    ? `${bytes} bytes`
    : bytes < 1048576
      ? `${(bytes / 1024).toFixed(2)} KB`
      : `${(bytes / 1048576).toFixed(2)} MB`;

function picture({ url, width, height }, alt = '') {
  return el('img', { src: url, alt, ...(width ? { width, height } : {}) });
}

function fileCard(name, bytes, url) {
  return el(
    'div.file',
    {},
    el('span.sheet', { 'aria-hidden': 'true' }),
    el('div', {}, el('a', { href: url, download: name }, name), el('small', {}, size(bytes ?? 0))),
  );
}

const styles = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'secondary', 6: 'primary' };

function button(component, context) {
  const label = [component.emoji?.name, component.label].filter(Boolean).join(' ');
  if (component.style === 5)
    return el(
      'a.button.secondary',
      { href: component.url, target: '_blank', rel: 'noreferrer' },
      label,
      el('span.out', { 'aria-hidden': 'true' }, '↗'),
    );
  return el(
    `button.button.${styles[component.style]}`,
    {
      type: 'button',
      disabled: component.disabled ?? false,
      onclick: () => context.press(component.custom_id),
    },
    label,
  );
}

function select(component, context) {
  const most = component.max_values ?? 1;
  const chosen = new Set(component.options.filter((option) => option.default).map((option) => option.value));
  const label = () =>
    component.options
      .filter(({ value }) => chosen.has(value))
      .map((option) => option.label)
      .join(', ');
  const summary = el('summary', {}, label() || component.placeholder || 'Make a selection');
  const send = () => {
    box.open = false;
    context.choose(component.custom_id, [...chosen]);
  };
  const options = component.options.map((option) =>
    el(
      'button.option',
      {
        type: 'button',
        'aria-pressed': String(chosen.has(option.value)),
        onclick: (event) => {
          if (most === 1) chosen.clear();
          if (chosen.has(option.value)) chosen.delete(option.value);
          else if (chosen.size < most) chosen.add(option.value);
          event.currentTarget.setAttribute('aria-pressed', String(chosen.has(option.value)));
          summary.textContent = label() || component.placeholder || 'Make a selection';
          if (most === 1) send();
        },
      },
      [option.emoji?.name, option.label].filter(Boolean).join(' '),
      option.description ? el('small', {}, option.description) : undefined,
    ),
  );
  const done = most > 1 ? el('button.button.primary', { type: 'button', onclick: send }, 'Done') : undefined;
  const box = el('details.select', {}, summary, el('div.options', {}, options, done));
  if (component.disabled) box.classList.add('disabled');
  return box;
}

export function drawComponent(component, context) {
  switch (component.type) {
    case 1:
      return el(
        'div.row',
        {},
        component.components.map((one) => drawComponent(one, context)),
      );
    case 2:
      return button(component, context);
    case 3:
      return select(component, context);
    case 9:
      return el(
        'div.section',
        {},
        el(
          'div',
          {},
          component.components.map((one) => drawComponent(one, context)),
        ),
        drawComponent(component.accessory, context),
      );
    case 10:
      return el('div.text', { html: markdown(component.content, context.names) });
    case 11:
      return el('div.thumbnail', {}, picture(component.media, component.description ?? ''));
    case 12: {
      const items = component.items.map(({ media, description, spoiler }) =>
        el(
          spoiler ? 'figure.spoiler' : 'figure',
          { title: description ?? '' },
          picture(media, description ?? ''),
        ),
      );
      return el(`div.gallery.of${Math.min(items.length, 5)}`, {}, items);
    }
    case 13:
      return fileCard(
        component.name ?? component.file.url.split('/').at(-1),
        component.size,
        component.file.url,
      );
    case 14:
      return el(
        `hr.separator${component.spacing === 2 ? '.wide' : ''}${component.divider === false ? '.unseen' : ''}`,
      );
    case 17: {
      const box = el(
        'div.container',
        {},
        component.components.map((one) => drawComponent(one, context)),
      );
      const color = accent(component.accent_color);
      if (color) box.style.setProperty('--accent', color);
      else box.classList.add('plain');
      return box;
    }
    default:
      return el('div.text', {}, `Component of type ${component.type}`);
  }
}

function embed(one, context) {
  const box = el(
    'div.container.embed',
    {},
    one.author ? el('div.small', {}, one.author.name) : undefined,
    one.title ? el('div.title', { html: markdown(one.title) }) : undefined,
    one.description ? el('div.text', { html: markdown(one.description, context.names) }) : undefined,
    el(
      'div.fields',
      {},
      (one.fields ?? []).map((field) =>
        el(
          field.inline ? 'div' : 'div.full',
          {},
          el('strong', { html: markdown(field.name) }),
          el('div.text', { html: markdown(field.value, context.names) }),
        ),
      ),
    ),
    one.image ? el('div.gallery.of1', {}, el('figure', {}, picture(one.image))) : undefined,
    one.footer ? el('small', {}, one.footer.text) : undefined,
  );
  box.style.setProperty('--accent', accent(one.color) ?? '#1e1f22');
  return box;
}

const hues = ['#5865f2', '#eb459e', '#3ba55c', '#faa61a', '#ed4245'];
export const avatar = ({ id, name, bot }) => {
  const face = el('span.avatar', { 'aria-hidden': 'true' }, name.slice(0, 1));
  face.style.background = bot ? hues[0] : hues[Number(BigInt(id) % 4n) + 1];
  return face;
};

/** @param context `{ names, press, choose, dismiss, person(id), failure }` of this message */
export function drawMessage(message, context) {
  const author = context.person(message.author.id) ?? {
    id: message.author.id,
    name: message.author.username,
    bot: message.author.bot,
  };
  const at = new Date(message.timestamp).toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' });
  const isNew = (message.flags & 32768) !== 0;
  const files = isNew ? [] : message.attachments;
  const pictures = files.filter(({ content_type }) => content_type.startsWith('image/'));
  const others = files.filter((file) => !pictures.includes(file));
  const body = message.thinking
    ? el(
        'div.thinking',
        {},
        el('span.dots', { 'aria-hidden': 'true' }, el('i'), el('i'), el('i')),
        `${author.name} is thinking…`,
      )
    : el(
        'div.body',
        {},
        message.content
          ? el('div.text', {
              html:
                markdown(message.content, context.names) +
                (message.edited_timestamp ? ' <span class="edited">(edited)</span>' : ''),
            })
          : undefined,
        pictures.length > 0
          ? el(
              `div.gallery.of${Math.min(pictures.length, 5)}`,
              {},
              pictures.map((file) =>
                el('figure', { title: file.description ?? '' }, picture(file, file.description ?? '')),
              ),
            )
          : undefined,
        others.map((file) => fileCard(file.filename, file.size, file.url)),
        message.embeds.map((one) => embed(one, context)),
        message.components.map((one) => drawComponent(one, context)),
      );
  return el(
    `article.message${message.onlyForMe ? '.private' : ''}`,
    { 'data-id': message.id },
    message.usedBy
      ? el(
          'div.used',
          {},
          avatar(message.usedBy),
          el('span', {
            html: `<b>${escaped(message.usedBy.name)}</b> used <span class="command">/${escaped(message.used)}</span>`,
          }),
        )
      : undefined,
    avatar(author),
    el(
      'div.content',
      {},
      el(
        'div.head',
        {},
        el('b', {}, author.name),
        author.bot ? el('span.tag', {}, 'APP') : undefined,
        el('time', {}, at),
      ),
      body,
      context.failure ? el('div.failure', {}, context.failure) : undefined,
      message.onlyForMe
        ? el(
            'div.only',
            {},
            el('span.eye', { 'aria-hidden': 'true' }),
            'Only you can see this • ',
            el('button.dismiss', { type: 'button', onclick: () => context.dismiss() }, 'Dismiss message'),
          )
        : undefined,
    ),
  );
}
