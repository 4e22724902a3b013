/** The channel live: who one is, the messages, the line to type in, and modals. */
import { drawMessage, el } from './message.js';

const $ = (id) => document.getElementById(id);
const alone = /^\/message\/(\d+)/.exec(location.pathname)?.[1];
if (alone) document.body.classList.add('alone');

let state;
let events;
const dismissed = new Set();
const seenModals = new Set();

const me = () => new URLSearchParams(location.search).get('who') ?? state?.me;

async function act(what, body) {
  const answer = await fetch(`/do/${what}`, { method: 'POST', body: JSON.stringify({ who: me(), ...body }) });
  const told = await answer.json();
  $('trouble').textContent = answer.ok ? '' : told.error;
  return answer.ok ? told : undefined;
}

function connect() {
  events?.close();
  events = new EventSource(`/events${location.search}`);
  events.onmessage = ({ data }) => {
    const first = state === undefined;
    state = JSON.parse(data);
    // What was opened before the page was is not shown again.
    if (first) for (const { id } of state.modals) seenModals.add(id);
    draw();
  };
}

const personOf = (id) => (id === state.bot.id ? state.bot : state.people.find((person) => person.id === id));
const names = (kind, id) => (kind === 'user' ? personOf(id)?.name : undefined);

const drawn = new Map();

function draw() {
  $('channel').textContent = state.channel;
  $('state').textContent = state.connected ? '' : 'The bot is not connected.';
  const who = $('who');
  who.replaceChildren(
    ...state.people.map(({ id, name, role, locale }) =>
      el('option', { value: id, selected: id === state.me }, `${name} (${role}, ${locale})`),
    ),
  );
  $('line').placeholder = `Message #${state.channel}, or / for a command`;
  const list = $('messages');
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const shown = state.messages.filter(({ id }) => !dismissed.has(id) && (!alone || id === alone));
  const elements = shown.map((message) => {
    const failure = state.failures.findLast(({ on }) => on === message.id)?.failed;
    const key = JSON.stringify([message, failure]);
    const old = drawn.get(message.id);
    // An unchanged message stays as it is, with its open select.
    if (old?.key === key) return old.element;
    const element = drawMessage(message, {
      names,
      person: personOf,
      failure,
      press: (id) => act('press', { message: message.id, id }),
      choose: (id, values) => act('choose', { message: message.id, id, values }),
      dismiss: () => {
        dismissed.add(message.id);
        draw();
      },
    });
    drawn.set(message.id, { key, element });
    return element;
  });
  const failures = alone
    ? []
    : state.failures.filter(({ on }) => !on).map(({ failed }) => el('p.failure', {}, failed));
  const wanted = [...elements, ...failures];
  for (const [index, element] of wanted.entries())
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
  while (list.children.length > wanted.length) list.lastChild.remove();
  const toEnd = () => list.scrollTo(0, list.scrollHeight);
  if (atEnd) {
    toEnd();
    for (const image of list.querySelectorAll('img')) image.addEventListener('load', toEnd, { once: true });
  }
  const modal = state.modals.find(({ id }) => !seenModals.has(id));
  if (modal) openModal(modal);
}

function field(component, label) {
  const name = component.custom_id;
  const required = component.required ?? true;
  if (component.type === 4) {
    const shared = {
      name,
      required,
      placeholder: component.placeholder ?? '',
      maxLength: component.max_length ?? 4000,
      minLength: component.min_length ?? 0,
      value: component.value ?? '',
    };
    return el(component.style === 2 ? 'textarea' : 'input', shared);
  }
  const options = component.options ?? [];
  return el(
    'select',
    { name, required, multiple: (component.max_values ?? 1) > 1, 'aria-label': label },
    options.map((option) =>
      el('option', { value: option.value, selected: option.default ?? false }, option.label),
    ),
  );
}

function openModal(modal) {
  seenModals.add(modal.id);
  const rows = modal.components.map((component) => {
    if (component.type === 10) return el('p', {}, component.content);
    const [inner, label, description] =
      component.type === 18
        ? [component.component, component.label, component.description]
        : [component.components[0], component.components[0].label];
    const star = inner.required === false ? '' : el('span.star', {}, ' *');
    return el(
      'label',
      {},
      el('span', {}, label, star),
      description ? el('small', {}, description) : undefined,
      field(inner, label),
    );
  });
  const dialog = $('modal');
  const form = el(
    'form',
    {
      method: 'dialog',
      onsubmit: () => {
        const values = {};
        for (const [key, value] of new FormData(form))
          values[key] = key in values ? [values[key], value].flat() : value;
        void act('submit', { modal: modal.id, values });
      },
    },
    el('h2', {}, modal.title),
    rows,
    el(
      'div.ends',
      {},
      el('button.button.secondary', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
      el('button.button.primary', { type: 'submit' }, 'Submit'),
    ),
  );
  dialog.replaceChildren(form);
  dialog.showModal();
}

/** What can come next in the line: commands, options, or values of the option being typed. */
async function offers() {
  const line = $('line').value;
  if (!line.startsWith('/')) return [];
  const locale = state.people.find(({ id }) => id === state.me)?.locale;
  const command = [...state.commands]
    .sort((a, b) => b.name.length - a.name.length)
    .find(({ name }) => line.startsWith(`/${name} `));
  if (!command)
    return state.commands
      .filter(({ name }) => `/${name}`.startsWith(line.trimEnd()))
      .map(({ name, description, descriptions }) => ({
        label: `/${name}`,
        note: descriptions[locale] ?? description,
        line: `/${name} `,
      }));
  const typing = /(?:^|\s)([^\s:]+):([^:]*)$/u.exec(line);
  const option = typing && command.options.find(({ name }) => name === typing[1]);
  const before = line.slice(0, line.length - (typing?.[2].length ?? 0));
  if (option) {
    const typed = typing[2].toLowerCase();
    const choices = option.autocomplete
      ? ((await act('complete', { line, option: option.name })) ?? [])
      : (option.choices ?? []).filter(({ name }) => name.toLowerCase().startsWith(typed.trim()));
    if (choices.length > 0 && !typed.endsWith(' '))
      return choices.map((choice) => ({
        label: choice.name_localizations?.[locale] ?? choice.name,
        note: String(choice.value),
        line: `${before}${choice.value} `,
      }));
    if (!typed.endsWith(' ')) return [];
  }
  const word = /\S*$/.exec(line)[0];
  return command.options
    .filter(({ name, type }) => type !== 11 && !line.includes(` ${name}:`) && name.startsWith(word))
    .map(({ name, description, description_localizations, required }) => ({
      label: `${name}${required ? ' *' : ''}`,
      note: description_localizations?.[locale] ?? description,
      line: `${line.slice(0, line.length - word.length)}${name}:`,
    }));
}

let chosen = -1;
let asked = 0;

async function drawOffers() {
  asked += 1;
  const mine = asked;
  const found = await offers();
  if (mine !== asked) return;
  chosen = -1;
  $('offers').replaceChildren(
    ...found.map((offer) =>
      el(
        'li',
        {},
        el(
          'button',
          { type: 'button', onclick: () => take(offer.line) },
          el('b', {}, offer.label),
          el('small', {}, offer.note),
        ),
      ),
    ),
  );
}

function take(line) {
  $('line').value = line;
  $('line').focus();
  void drawOffers();
}

$('line').addEventListener('input', () => void drawOffers());
$('line').addEventListener('keydown', (event) => {
  const all = [...$('offers').querySelectorAll('button')];
  if (event.key === 'Escape') $('offers').replaceChildren();
  if (event.key === 'Tab' && all.length > 0 && !event.shiftKey) {
    event.preventDefault();
    all[Math.max(chosen, 0)].click();
  }
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  chosen = Math.max(0, Math.min(all.length - 1, chosen + (event.key === 'ArrowDown' ? 1 : -1)));
  for (const [index, one] of all.entries()) one.classList.toggle('chosen', index === chosen);
  all[chosen]?.scrollIntoView({ block: 'nearest' });
});

async function picture() {
  const [file] = $('file').files;
  if (!file) return undefined;
  const url = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(file);
  });
  return { name: file.name, type: file.type, base64: url.slice(url.indexOf(',') + 1) };
}

$('composer').addEventListener('submit', async (event) => {
  event.preventDefault();
  const line = $('line').value;
  if (line.trim() === '') return;
  if (!(await act('say', { line, picture: await picture() }))) return;
  $('line').value = '';
  $('file').value = '';
  $('file').parentElement.classList.remove('full');
  $('offers').replaceChildren();
});
$('file').addEventListener('change', () =>
  $('file').parentElement.classList.toggle('full', $('file').files.length > 0),
);
$('who').addEventListener('change', () => {
  location.search = `?who=${$('who').value}`;
});
connect();
