/** npm run emulator:discord: Discord for a person without Discord, on http://127.0.0.1:6700 or the port given. */
import { type Discord, Permission, startDiscord } from './index.ts';
import { pageServer, type Shown } from './page-server.ts';

const port = Number(process.argv[2] ?? 6700);
let testApp: { discord: Discord; shown: Shown } | undefined;

const discord = await startDiscord({
  port,
  // The same each time, so that .env can stay as it is.
  token: 'emulator.of.discord',
  realLimits: true,
  also: pageServer(() => testApp as { discord: Discord; shown: Shown }),
}).catch((error: NodeJS.ErrnoException) => {
  const taken = error.code === 'EADDRINUSE';
  process.stderr.write(
    taken ? `Port ${port} is in use; try: npm run emulator:discord -- ${port + 1}\n` : `${error.stack}\n`,
  );
  process.exit(1);
});
const guild = discord.guild({ name: 'Class of the emulator' });
const channel = guild.channel({ name: 'class' });
const person = (name: string, role: string, locale: string, permissions?: bigint) => ({
  person: guild.member({ name, locale, ...(permissions === undefined ? {} : { permissions }) }),
  role,
  locale,
});
testApp = {
  discord,
  shown: {
    guild,
    channel,
    people: [
      person('Ada', 'teacher', 'en-US', Permission.Administrator | Permission.ManageGuild),
      person('Jihu', 'student', 'ko'),
      person('Lena', 'student', 'de'),
    ],
  },
};

let told = 0;
discord.world.onChange(() => {
  for (const { route, what, detail } of discord.problems.slice(told))
    process.stderr.write(`Discord would have refused: ${route}: ${what}\n  ${JSON.stringify(detail)}\n`);
  told = discord.problems.length;
});

process.stdout.write(`An emulated Discord is at ${discord.origin}/ for people.
For the bot, put this into .env and start it:

DISCORD_TOKEN=${discord.token}
DISCORD_API_URL=${discord.apiUrl}
DISCORD_CDN_URL=${discord.cdnUrl}

`);
process.once('SIGINT', () => {
  discord.takeProblems();
  void discord.stop().then(() => process.exit(0));
});
