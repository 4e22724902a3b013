/** A class on the page of a server in a separate process, which can be killed and restarted at the same address. */
import { join } from 'node:path';
import { type Db, openSqlite } from '../../src/store/sqlite.ts';
import { type Browser, createBrowser, untilTaken } from '../platforms/web/test-web.ts';
import { type Running, server } from '../shell.ts';
import { deleteFolder, newFolder } from '../test-app.ts';

export interface SchoolClass {
  readonly teacher: Browser;
  /** Student 0, Student 1 and so on. */
  readonly people: readonly Browser[];
  /** A look into the database, whether the server runs or not. */
  read<T>(look: (db: Db) => T): T;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Kills it, and deletes its data. */
  end(): Promise<void>;
}

/** `seconds`: how long each process may live at most. */
export async function openClass(students: number, seconds: number): Promise<SchoolClass> {
  const data = newFolder();
  let running: Running;
  let port = '0';
  let secret = '';
  async function start(): Promise<void> {
    running = server({ data, env: { PORT: port, AUGIE_LOG_LEVEL: 'silent' }, seconds });
    await running.printed(/#teach=\S+/);
    [, port = '', secret = ''] = /:(\d+)\/#teach=(\S+)/.exec(running.out()) ?? [];
  }
  async function kill(): Promise<void> {
    running.process.kill('SIGKILL');
    await running.ended;
  }
  await start();
  const url = `http://127.0.0.1:${port}`;
  const teacher = createBrowser(url);
  await teacher.post('/api/teach', { secret });
  await teacher.post('/api/enter/class', { name: 'Teacher' });
  const { code } = (await teacher.get('/api/c/class/invitation')).json;
  const people: Browser[] = [];
  for (let i = 0; i < students; i++) {
    const browser = createBrowser(url);
    await untilTaken(() => browser.post('/api/join', { code, name: `Student ${i}` }));
    people.push(browser);
  }
  return {
    teacher,
    people,
    read(look) {
      const db = openSqlite(join(data, 'var', 'augie.db'), { readonly: true });
      try {
        return look(db);
      } finally {
        db.close();
      }
    },
    kill,
    start,
    async end() {
      await kill();
      deleteFolder(data);
    },
  };
}
