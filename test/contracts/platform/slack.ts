/** Slack as a stage: the real platform with the real Bolt, on the emulator, which also checks every request. */
import { createSlack } from '../../../src/platforms/slack/platform.ts';
import {
  escaped,
  type Message,
  type Person,
  type Answer as SlackAnswer,
  startSlack,
} from '../../emulators/slack/index.ts';
import { buttonsOf, filesBehind, promisedFiles, textOf } from '../../emulators/slack/read.ts';
import { augieOn } from '../../platforms/augie-on.ts';
import { deleteFolder, newFolder } from '../../test-app.ts';
import { swiftClock } from '../../time/fake-clock.ts';
import { type Actor, type Answer, asLine, type Given, type Shown, type Stage, UNASKED } from './stage.ts';

export async function openSlack(): Promise<Stage> {
  const data = newFolder();
  const clock = swiftClock();
  const slack = await startSlack({ clock });
  const channel = slack.channel({ name: 'class' });
  const place = { platform: 'slack', channel: `${slack.team.id}:${channel.id}` };
  const { world } = slack;

  const augie = await augieOn({
    data,
    create: (parts) =>
      createSlack({
        ...parts,
        token: slack.token,
        appToken: slack.appToken,
        api: slack.apiUrl,
        filesHost: slack.filesUrl,
        prefix: '',
      }),
    ready: () => slack.ready(),
    env: UNASKED,
    clock,
  });

  /** Cards of Augie's: what is said beside them, and files behind them, are none. */
  const isCard = ({ user, blocks }: Message) => user === world.bot.id && blocks.length > 0;

  function shownOf(message: Message): Shown {
    return {
      text: textOf(message),
      pictures: message.blocks
        .filter(({ type }) => type === 'image')
        .map(({ alt_text, slack_file }) => ({
          alt: alt_text,
          bytes: async () => world.files.get(slack_file.id)?.bytes ?? new Uint8Array(),
        })),
      files: filesBehind(world.messages, message).map(({ name, bytes }) => ({
        name,
        text: async () => Buffer.from(bytes).toString(),
      })),
      buttons: buttonsOf(message),
      isPrivate: message.onlyFor !== undefined || message.channel !== channel.id,
      calls: message.pings,
    };
  }

  /** Slack does not tell which message answers what, so one person acts after the other until the answer is there. */
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = turn.then(act);
    turn = mine.catch(() => undefined);
    return mine;
  }

  function actorOf(person: Person): Actor {
    const seen = () => person.sees(channel).filter(isCard);
    const answerOf = (doing: () => Promise<SlackAnswer>): Promise<Answer> =>
      inTurn(async () => {
        const before = world.messages.length;
        const { acknowledgedAfter } = await doing();
        const message = await slack.until(() =>
          seen().find((one) => (world.messages as readonly Message[]).indexOf(one) >= before),
        );
        return {
          acknowledgedAfterMs: acknowledgedAfter,
          until: (wanted = () => true) =>
            slack.until(() => {
              const shown = shownOf(message);
              const there = shown.files.map((file) => file.name);
              const isWhole = promisedFiles(message).every((name) => there.includes(name));
              return isWhole && wanted(shown) ? shown : undefined;
            }),
        };
      });

    /** Files come by a form, which is reached by pressing. */
    async function byForm(name: string, given: Given): Promise<SlackAnswer> {
      await person.command(channel, '/augie');
      const menu = await person.opens();
      await person.pressIn(menu, `options ${name}`);
      const form = await person.opens((view) => view.view.callback_id === `options ${name}`);
      if (JSON.stringify(form.view).includes('"action_id":"more"')) {
        const before = form.hash;
        await person.pressIn(form, 'more');
        await slack.until(() => form.hash !== before);
      }
      const values = Object.entries(given).map(([key, value]) => [
        key,
        typeof value === 'object' ? person.upload(value.name, value.bytes, value.type) : String(value),
      ]);
      return person.submit(form, Object.fromEntries(values));
    }

    return {
      name: person.name,
      command(name, given = {}) {
        if (Object.values(given).some((value) => typeof value === 'object'))
          return answerOf(() => byForm(name, given));
        const [, command = '', text = ''] = /^(\S+)\s*(.*)$/s.exec(asLine(name, given)) ?? [];
        return answerOf(() => person.command(channel, command, escaped(text)));
      },
      async press(id) {
        const has = (message: Message) => buttonsOf(message).some((button) => button.id === id);
        let message = seen().find(has);
        if (!message) {
          // What an older version of Augie has left behind.
          const choices = [{ id, label: '?' }];
          const card = { title: '?', blocks: [{ type: 'choices' as const, choices }] };
          await inTurn(() => augie.platform.post(place, card, undefined));
          message = await channel.until(has);
        }
        const shown = message;
        return answerOf(() => person.press(shown, id));
      },
      async fill(id, values) {
        const opener = `input ${id}`;
        const message = await slack.until(() =>
          seen().find((one) => buttonsOf(one).some((b) => b.id === opener)),
        );
        return answerOf(async () => {
          await person.press(message, opener);
          return person.submit(await person.opens((view) => view.view.callback_id === `fill ${id}`), values);
        });
      },
      sees: async () => seen().map(shownOf),
      received: async () => spelt(person.sees(channel)),
    };
  }

  return {
    cannot: {},
    mostCharacters: 3000,
    async person({ name, locale, teacher }) {
      return actorOf(slack.person({ name, locale, isAdmin: teacher ?? false }));
    },
    sentOpenly: async () => spelt(channel.messages),
    async restart() {
      await augie.leave();
      await augie.comeBack();
    },
    pass: async (ms) => clock.advance(ms),
    async close() {
      await augie.leave();
      deleteFolder(data);
      await slack.stop();
    },
  };
}

/** Every version of messages, and the files with them, so that words in them are found. */
const spelt = (messages: readonly Message[]): string =>
  JSON.stringify(
    messages.map(({ edits, files }) => ({
      edits,
      files: files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]),
    })),
  );
