/** The switch of languages, each by its own name. */
import { useApp } from '../app.tsx';

interface Props {
  readonly locales: readonly string[];
  readonly onChoose: (locale: string) => void;
}

const nameOf = (locale: string): string => {
  const name = new Intl.DisplayNames(locale, { type: 'language' }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
};

export function LanguageSwitch({ locales, onChoose }: Props) {
  const { t } = useApp();
  return (
    <select
      class="language"
      aria-label={t('language')}
      value={t.locale}
      onChange={({ currentTarget: { value } }) => onChoose(value)}
    >
      {locales.map((locale) => (
        <option key={locale} value={locale} lang={locale}>
          {nameOf(locale)}
        </option>
      ))}
    </select>
  );
}
