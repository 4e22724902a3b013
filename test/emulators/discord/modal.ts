/** A modal that was opened, and what a person's client sends back of it. */
import { Type } from './components.ts';
import type { Json } from './types.ts';

export interface Modal {
  readonly customId: string;
  readonly title: string;
  readonly components: readonly Json[];
  readonly interactionId: string;
}

/** What a modal's client sends back: a value for each field, checked as the client does. */
export function submitted(
  modal: Modal,
  values: Readonly<Record<string, string | readonly string[]>>,
): Json[] {
  const used = new Set<string>();
  const fill = (field: Json, label: string): Json => {
    const key = field.custom_id in values ? field.custom_id : label;
    const given = values[key];
    if (given !== undefined) used.add(key);
    const required = field.required ?? true;
    if (field.type === Type.TextInput) {
      const value = String(given ?? field.value ?? '');
      if (value === '' && required) throw new Error(`The field "${label}" must be filled in.`);
      if (
        value !== '' &&
        (value.length < (field.min_length ?? 0) || value.length > (field.max_length ?? 4000))
      )
        throw new Error(
          `The field "${label}" takes ${field.min_length ?? 0} to ${field.max_length ?? 4000} characters.`,
        );
      return { type: field.type, id: field.id, custom_id: field.custom_id, value };
    }
    const chosen = given === undefined ? [] : [given].flat();
    if (chosen.length === 0 && required) throw new Error(`The field "${label}" must be filled in.`);
    for (const value of chosen)
      if (field.options && !field.options.some((option: Json) => option.value === value))
        throw new Error(`The field "${label}" has no "${value}".`);
    if (field.type === 21)
      return { type: 21, id: field.id, custom_id: field.custom_id, value: chosen[0] ?? null };
    if (field.type === 23)
      return { type: 23, id: field.id, custom_id: field.custom_id, value: chosen[0] === 'true' };
    return { type: field.type, id: field.id, custom_id: field.custom_id, values: chosen };
  };
  const components = modal.components.map((component): Json => {
    if (component.type === Type.Label)
      return { type: Type.Label, id: component.id, component: fill(component.component, component.label) };
    if (component.type === Type.ActionRow)
      return {
        type: 1,
        id: component.id,
        components: component.components.map((field: Json) => fill(field, field.label)),
      };
    return { type: component.type, id: component.id };
  });
  const unknown = Object.keys(values).filter((key) => !used.has(key));
  if (unknown.length > 0) throw new Error(`The modal has no ${unknown.join(', ')}.`);
  return components;
}
