/** npm run emulator:slack: Slack for an app without Slack, on http://127.0.0.1:6710 or the port given, driven by lines. */
import { createInterface } from 'node:readline';
import { type Message, startSlack } from './index.ts';
import { buttonsOf, textOf } from './read.ts';

const port = Number(process.argv[2] ?? 6710);
const slack = await startSlack({ port, realLimits: true }).catch((error: NodeJS.ErrnoException) => {
  const taken = error.code === 'EADDRINUSE';
  process.stderr.write(
    taken ? `Port ${port} is in use; try: npm run emulator:slack -- ${port + 1}\n` : `${error.stack}\n`,
  );
  process.exit(1);
});
const channel = slack.channel({ name: 'class' });
const people = {
  ada: slack.person({ name: 'Ada', isAdmin: true }),
  jihu: slack.person({ name: 'Jihu', locale: 'ko-KR' }),
  lena: slack.person({ name: 'Lena', locale: 'de-DE' }),
};
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** What was shown of each message already. */
const shown = new Map<Message, number>();
let told = 0;
slack.world.onChange(() => {
  for (const message of slack.world.messages) {
    if (message.user !== slack.world.bot.id || shown.get(message) === message.edits.length) continue;
    shown.set(message, message.edits.length);
    const who =
      message.onlyFor === undefined ? '' : ` (only ${slack.world.users.get(message.onlyFor)?.name})`;
    say(`\n--- Augie${who}\n${textOf(message)}`);
    for (const { id, label } of buttonsOf(message)) say(`  [ ${label} ] ${id}`);
  }
  for (const { method, what, detail } of slack.problems.slice(told))
    process.stderr.write(`Slack would have refused: ${method}: ${what}\n  ${JSON.stringify(detail)}\n`);
  told = slack.problems.length;
});

say(`An emulated Slack is at ${slack.origin}. For the app, put this into .env and start it:

SLACK_BOT_TOKEN=${slack.token}
SLACK_APP_TOKEN=${slack.appToken}
SLACK_API_URL=${slack.apiUrl}
SLACK_FILES_URL=${slack.filesUrl}

Then type here: who (ada, jihu, lena) and a command, or the id of a button: ada /experiment run fraction:0.1
`);

async function act(line: string): Promise<void> {
  const [, name = '', typed = ''] = /^(\w+)\s+(.+)$/.exec(line.trim()) ?? [];
  const person = people[name as keyof typeof people];
  if (!person) return say('Who? ada, jihu or lena.');
  if (typed.startsWith('/')) {
    const [command = '', ...words] = typed.split(' ');
    await person.command(channel, command, words.join(' '));
  } else {
    const message = person.sees(channel).findLast((one) => buttonsOf(one).some(({ id }) => id === typed));
    if (!message) return say(`There is no button ${typed}.`);
    await person.press(message, typed);
  }
  if (person.view) say(`A form is open: ${JSON.stringify(person.view.view, null, 1)}`);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  void act(line).catch((error: Error) => say(error.message));
});
process.once('SIGINT', () => {
  slack.takeProblems();
  void slack.stop().then(() => process.exit(0));
});
