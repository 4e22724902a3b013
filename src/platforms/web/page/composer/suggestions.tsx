/** The list above the composer: what could be typed next, and what it means. */
import { useEffect, useRef } from 'preact/hooks';
import type { Assistance } from '../../../../chat/assist.ts';
import type { Suggestion } from '../../../../chat/kind.ts';
import { useApp } from '../app.tsx';

interface Props {
  readonly id: string;
  readonly help: Assistance;
  /** The one that is marked, -1 for none. */
  readonly active: number;
  readonly onTake: (suggestion: Suggestion) => void;
}

/** Ids of what stands in a list, by the id of the list. */
export const optionId = (list: string, index: number): string => `${list}-${index}`;
export const hintId = (list: string): string => `${list}-hint`;

export function Suggestions({ id, help: { suggestions, hint }, active, onTake }: Props) {
  const { t } = useApp();
  const marked = useRef<HTMLDivElement>(null);

  useEffect(() => marked.current?.scrollIntoView({ block: 'nearest' }), [active]);

  return (
    <div class="suggestions">
      {hint !== undefined && (
        <p class="hint" id={hintId(id)}>
          {hint}
        </p>
      )}
      {suggestions.length > 0 && (
        // What scrolls must be reachable: Tab takes a suggestion, but Shift+Tab comes here.
        <div class="options" role="listbox" id={id} aria-label={t('composer.suggestions')} tabIndex={0}>
          {suggestions.map((suggestion, i) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text (aria-activedescendant)
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text's keys move and take
            <div
              key={`${suggestion.kind}-${suggestion.label}`}
              ref={i === active ? marked : null}
              id={optionId(id, i)}
              role="option"
              aria-selected={i === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onTake(suggestion)}
            >
              <b>{suggestion.label}</b> {suggestion.detail !== undefined && <span>{suggestion.detail}</span>}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
