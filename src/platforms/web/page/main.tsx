/** The page begins here: what the server knows of this browser, the words of its language, and the screen of its address. */
import { render } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Start } from '../protocol.ts';
import { createApi, sentence } from './api.ts';
import { type App, AppContext } from './app.tsx';
import { insist } from './deliver.ts';
import { Logo } from './icons.tsx';
import { ClassroomScreen } from './screens/classroom.tsx';
import { JoinScreen } from './screens/join.tsx';
import { StartScreen } from './screens/start.tsx';
import { recall, remember } from './storage.ts';
import { chooseLocale, makeWords, type Words, type WordTree } from './words.ts';

/** At first what the browser wants, then the one that is shown. */
let language = recall('locale') ?? navigator.languages.join();
const api = createApi(() => language);

const wordsOf = (locale: string): Promise<Words> =>
  insist(async () => makeWords(locale, await api.get<WordTree>(`/api/words/${locale}`)));

interface Beginning {
  readonly start: Start;
  readonly words: Words;
  /** What the server said to a teacher link that is no longer right. */
  readonly refusal?: string;
}

/** A teacher link makes this browser a teacher's, and leads to the classroom where there is one. */
async function begin(): Promise<Beginning> {
  const secret = /^#teach=(.+)$/.exec(location.hash)?.[1];
  const first = () => insist(() => api.get<Start>('/api/start'));
  if (secret === undefined) return speaking(await first());
  history.replaceState(null, '', '/');
  try {
    const start = await insist(() => api.post<Start>('/api/teach', { secret: decodeURIComponent(secret) }));
    const [only, second] = start.classrooms;
    if (only && !second) history.replaceState(null, '', `/c/${only.slug}`);
    return speaking(start);
  } catch (error) {
    const beginning = await speaking(await first());
    return { ...beginning, refusal: sentence(error, beginning.words) };
  }
}

async function speaking(start: Start): Promise<Beginning> {
  language = chooseLocale(start.locales, recall('locale'), navigator.languages);
  return { start, words: await wordsOf(language) };
}

function Root({ start: first, words: firstWords, refusal }: Beginning) {
  const [start, setStart] = useState(first);
  const [t, setWords] = useState(() => firstWords);
  const [path, setPath] = useState(location.pathname);
  const [announced, setAnnounced] = useState({ text: '', odd: false });
  const wanted = useRef(t.locale);

  useEffect(() => {
    document.documentElement.lang = t.locale;
  }, [t]);

  useEffect(() => {
    const onBack = () => setPath(location.pathname);
    window.addEventListener('popstate', onBack);
    return () => window.removeEventListener('popstate', onBack);
  }, []);

  const speak = useCallback(
    (locale: string, save: boolean) => {
      if (save) remember('locale', locale);
      if (!start.locales.includes(locale) || wanted.current === locale) return;
      wanted.current = locale;
      language = locale;
      void wordsOf(locale).then((words) => {
        if (wanted.current === locale) setWords(() => words);
      });
    },
    [start],
  );

  const app: App = useMemo(
    () => ({
      api,
      t,
      start,
      speak,
      refresh: async () => setStart(await api.get<Start>('/api/start')),
      go(to) {
        history.pushState(null, '', to);
        setPath(location.pathname);
        window.scrollTo(0, 0);
      },
      announce: (text) => setAnnounced(({ odd }) => ({ text, odd: !odd })),
    }),
    [t, start, speak],
  );

  return (
    <AppContext.Provider value={app}>
      <Screen path={path} refusal={refusal} />
      <div class="sr-only" role="status">
        {/* The same sentence twice is two announcements only where the text differs. */}
        {announced.text}
        {announced.odd ? '\u00a0' : ''}
      </div>
    </AppContext.Provider>
  );
}

/** A part of the address. One that nobody can read stays as it is: the server says that there is no such thing. */
function read(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function Screen({ path, refusal }: { path: string; refusal: string | undefined }) {
  const [, kind, name = ''] = path.split('/');
  if (kind === 'c' && name) return <ClassroomScreen key={name} slug={read(name)} />;
  if (kind === 'join' && name) return <JoinScreen key={name} code={read(name)} />;
  return <StartScreen notice={refusal} />;
}

const home = document.getElementById('app') as HTMLElement;
render(
  <div class="waiting" role="status" aria-label="Augie">
    <Logo />
  </div>,
  home,
);
void begin().then((beginning) => render(<Root {...beginning} />, home));
