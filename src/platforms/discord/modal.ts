/** Forms as Discord's modals: a labelled text input or menu for each field. */
import {
  type APILabelComponent,
  type APIModalSubmitInteraction,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { Field, FormValues } from '../../chat/card.ts';
import { within } from '../../chat/within.ts';
import { LIMITS } from './limits.ts';

export function modalField(field: Field): APILabelComponent {
  const {
    name,
    label,
    choices,
    many = false,
    multiline = false,
    max = LIMITS.modalInput,
    value,
    optional = false,
  } = field;
  const shown = { type: ComponentType.Label, label: within(label, LIMITS.modalLabel) } as const;
  if (choices)
    return {
      ...shown,
      component: {
        type: ComponentType.StringSelect,
        custom_id: name,
        required: !optional,
        min_values: optional ? 0 : 1,
        max_values: many ? choices.length : 1,
        options: choices.map((choice) => ({
          value: choice.value,
          label: within(choice.label, LIMITS.menuLabel),
          ...(choice.value === value && { default: true }),
        })),
      },
    };
  return {
    ...shown,
    component: {
      type: ComponentType.TextInput,
      custom_id: name,
      style: multiline ? TextInputStyle.Paragraph : TextInputStyle.Short,
      required: !optional,
      max_length: Math.min(max, LIMITS.modalInput),
      ...(value !== undefined && { value: within(value, LIMITS.modalInput) }),
    },
  };
}

/** The values of a modal, by the names of the fields. */
export function filledIn({ data }: APIModalSubmitInteraction): FormValues {
  const values = new Map<string, string>();
  for (const row of data.components) {
    const inner = 'component' in row ? [row.component] : 'components' in row ? row.components : [];
    for (const one of inner)
      if (one.type === ComponentType.TextInput) values.set(one.custom_id, one.value);
      else if (one.type === ComponentType.StringSelect) values.set(one.custom_id, one.values.join(' '));
  }
  return Object.fromEntries(values);
}
