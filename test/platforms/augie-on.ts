/** Augie on an emulated chat service: the real platform and a real database, stopped and started again on the same data. */
import type { Platform } from '../../src/chat/ports.ts';
import type { ServiceParts } from '../../src/chat/service-parts.ts';
import { translate } from '../../src/i18n/i18n.ts';
import type { Clock } from '../../src/time/clock.ts';
import { openTestApp, type TestApp } from '../test-app.ts';

export interface AugieOnParts {
  readonly data: string;
  readonly create: (parts: ServiceParts) => Platform;
  /** Resolves when Augie is on the service. */
  readonly ready: () => Promise<void>;
  readonly env?: Record<string, string> | undefined;
  /** The folder that holds data/. */
  readonly root?: string | undefined;
  readonly clock?: Clock | undefined;
  readonly say?: (line: string) => void;
  readonly log?: (message: string, details: object) => void;
}

export interface AugieOn {
  readonly platform: Platform;
  readonly testApp: TestApp;
  /** As on a signal. */
  leave(): Promise<void>;
  /** `ready: false` does not wait until it is on the service. */
  comeBack(how?: { readonly ready: false }): Promise<void>;
}

export async function augieOn(parts: AugieOnParts): Promise<AugieOn> {
  async function start({ ready = true } = {}) {
    const testApp = await openTestApp(parts.data, parts.env, parts.root, parts.clock);
    const platform = parts.create({
      ...testApp.app.chat,
      charts: testApp.app.charts,
      say: parts.say ?? (() => {}),
      t: translate('en'),
      log: parts.log ?? (() => {}),
    });
    testApp.app.connect(platform);
    await platform.start(testApp.app.dispatch);
    testApp.app.jobs.resume();
    if (ready) await parts.ready();
    return { testApp, platform };
  }
  let running: Awaited<ReturnType<typeof start>> | undefined = await start();
  const here = () => {
    if (!running) throw new Error('Augie has left');
    return running;
  };
  return {
    get platform() {
      return here().platform;
    },
    get testApp() {
      return here().testApp;
    },
    async leave() {
      const leaving = running;
      running = undefined;
      await leaving?.platform.stop();
      await leaving?.testApp.stop();
    },
    async comeBack(how) {
      running = await start(how);
    },
  };
}
