/** What is filled into a modal, as payloads have it; a person's program checks what must be there. */
import type { Json, SlackFile } from './types.ts';

/** By the id of a block: what is typed, picked or sent. An empty text empties a field. */
export type Given = Readonly<Record<string, string | readonly string[] | SlackFile>>;

type Suggest = (block: Json, typed: string) => Promise<readonly Json[]>;

const inputs = (view: Json): readonly Json[] => view.blocks.filter(({ type }: Json) => type === 'input');

function initial({ type, ...element }: Json): Json {
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
      return { type, value: element.initial_value ?? null };
    case 'multi_static_select':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'file_input':
      return { type, files: [] };
    default:
      return { type, selected_option: element.initial_option ?? null };
  }
}

/** As it is before anybody has touched it. */
export const initialState = (view: Json): Json =>
  Object.fromEntries(
    inputs(view).map(({ block_id, element }) => [block_id, { [element.action_id]: initial(element) }]),
  );

const pick = (options: readonly Json[], value: string, where: string): Json => {
  const found = options.find((one) => one.value === value);
  if (!found)
    throw new Error(`${where} has no option ${value}: ${options.map((one) => one.value).join(', ')}`);
  return found;
};

async function filled(block: Json, value: Given[string], suggest: Suggest): Promise<Json> {
  const { element, block_id } = block;
  const { type } = element;
  if (typeof value === 'object' && 'id' in value) return { type, files: [value] };
  if (Array.isArray(value))
    return { type, selected_options: value.map((one) => pick(element.options, one, block_id)) };
  const text = value as string;
  switch (type) {
    case 'plain_text_input':
      if (element.max_length !== undefined && text.length > element.max_length)
        throw new Error(`${block_id} takes no more than ${element.max_length} characters`);
      return { type, value: text === '' ? null : text };
    case 'number_input':
      if (text !== '' && !/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`${block_id} takes numbers only`);
      return { type, value: text === '' ? null : text };
    case 'users_select':
      return { type, selected_user: text === '' ? null : text };
    case 'static_select':
      return { type, selected_option: text === '' ? null : pick(element.options, text, block_id) };
    case 'external_select':
      return {
        type,
        selected_option: text === '' ? null : pick(await suggest(block, text), text, block_id),
      };
    default:
      throw new Error(`${block_id} cannot be filled in with ${text}`);
  }
}

const isEmpty = (state: Json): boolean =>
  (state.value ?? state.selected_user ?? state.selected_option ?? null) === null &&
  (state.files ?? state.selected_options ?? []).length === 0;

/** `isSent`: what must be filled in is. */
export async function filledIn(view: Json, given: Given, suggest: Suggest, isSent = false): Promise<Json> {
  const values = initialState(view);
  for (const [id, value] of Object.entries(given)) {
    const block = inputs(view).find(({ block_id }) => block_id === id);
    if (!block) throw new Error(`the modal has no field ${id}: ${Object.keys(values).join(', ')}`);
    values[id] = { [block.element.action_id]: await filled(block, value, suggest) };
  }
  const missing = inputs(view).find(
    ({ block_id, element, optional }) => !optional && isEmpty(values[block_id][element.action_id]),
  );
  if (isSent && missing) throw new Error(`${missing.block_id} must be filled in`);
  return values;
}
