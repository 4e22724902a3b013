/** Files to Slack in three steps. An image can be shown once Slack has looked at it; the same one is sent once. */
import { createHash } from 'node:crypto';
import { type Picture, pictureFile } from '../../chat/card.ts';
import type { ChartRenderer } from '../../images/figure.ts';
import type { Clock } from '../../time/clock.ts';
import { wait } from '../../time/wait.ts';
import type { SharedFile } from './render.ts';
import type { Requests } from './requests.ts';

export interface Files {
  /** Resolves with the id of an image that messages can show; undefined where that did not work. */
  picture(picture: Picture): Promise<string | undefined>;
  /** Puts files behind a message, in its thread; those that are there already are left out. */
  share(channel: string, thread: string, message: string, files: readonly SharedFile[]): Promise<void>;
}

/** From one look at an image to the next, doubled each time. */
const FIRST_LOOK_MS = 250;
const LONGEST_MS = 10_000;
/** Images, and messages with files, that are remembered. */
const MOST = 500;

export function createFiles(
  requests: Requests,
  charts: ChartRenderer,
  clock: Clock,
  log: (message: string, details: object) => void,
): Files {
  const sent = new Map<string, Promise<string>>();
  const shared = new Map<string, Set<string>>();

  function remember<T>(map: Map<string, T>, key: string, value: T): T {
    map.delete(key);
    map.set(key, value);
    const [oldest] = map.keys();
    if (map.size > MOST && oldest !== undefined) map.delete(oldest);
    return value;
  }

  async function upload(name: string, bytes: Uint8Array, alt?: string): Promise<string> {
    const { upload_url, file_id } = await requests.call(
      'files.getUploadURLExternal',
      { filename: name, length: bytes.length, ...(alt && { alt_text: alt }) },
      { isSafe: true },
    );
    await requests.send(upload_url, bytes);
    return file_id;
  }

  async function untilReady(file: string): Promise<void> {
    for (let [pause, waited] = [FIRST_LOOK_MS, 0]; ; pause *= 2) {
      const { file: seen } = await requests.call('files.info', { file }, { isSafe: true });
      if (seen.mimetype) return;
      if (waited >= LONGEST_MS) throw new Error(`${file} is not ready after ${waited} ms`);
      await wait(clock, pause);
      waited += pause;
    }
  }

  async function sendPicture(name: string, bytes: Uint8Array, alt: string): Promise<string> {
    const id = await upload(`${name}.png`, bytes, alt.slice(0, 1000));
    await requests.call('files.completeUploadExternal', { files: [{ id, title: name }] });
    await untilReady(id);
    return id;
  }

  return {
    async picture(picture) {
      const bytes = await pictureFile(picture, charts);
      const key = createHash('sha256').update(bytes).digest('base64url');
      try {
        return await (sent.get(key) ?? remember(sent, key, sendPicture(picture.name, bytes, picture.alt)));
      } catch (error) {
        sent.delete(key);
        log('an image could not be sent', { err: error });
        return undefined;
      }
    },
    async share(channel, thread, message, files) {
      const key = `${channel} ${message}`;
      const there = shared.get(key) ?? remember(shared, key, new Set<string>());
      for (const { name, content } of files) {
        const hash = createHash('sha256').update(name).update(content).digest('base64url');
        if (there.has(hash)) continue;
        there.add(hash);
        try {
          // A file of nothing is refused.
          const id = await upload(name, Buffer.from(content === '' ? '\n' : content));
          await requests.call('files.completeUploadExternal', {
            files: [{ id, title: name }],
            channel_id: channel,
            thread_ts: thread,
          });
        } catch (error) {
          there.delete(hash);
          throw error;
        }
      }
    },
  };
}
