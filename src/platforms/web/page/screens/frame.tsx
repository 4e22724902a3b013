/** What the pages before a classroom look like: Augie's sign, a sheet in the middle, and the language. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { useApp } from '../app.tsx';
import { Logo } from '../icons.tsx';
import { LanguageSwitch } from './language.tsx';

export function Frame({ title, children }: { title: string; children: ComponentChildren }) {
  const { start, speak } = useApp();
  useLayoutEffect(() => {
    document.title = title === 'Augie' ? title : `${title} · Augie`;
  }, [title]);
  return (
    <div class="frame">
      <header>
        <a href="/" class="home">
          <Logo /> Augie
        </a>
        <LanguageSwitch locales={start.locales} onChoose={(locale) => speak(locale, true)} />
      </header>
      <main>{children}</main>
    </div>
  );
}
