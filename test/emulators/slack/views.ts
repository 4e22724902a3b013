/** Modals: opened once by a trigger within three seconds, laid upon each other up to three, changed by their id. */
import { viewFlaws } from './blocks.ts';
import { SLACK } from './limits.ts';
import { Refusal, refuseFlaws } from './messages.ts';
import type { Json, View } from './types.ts';
import type { Trigger, World } from './world.ts';

/** Makes what a payload brings, and an app may use once. */
export function newTrigger(world: World, user: string, view?: string): string {
  const id = `${world.newId('')}.${world.newId('')}.trigger`;
  world.triggers.set(id, { user, madeAt: world.clock.elapsed(), view, used: false });
  return id;
}

function takeTrigger(world: World, id: unknown): Trigger {
  const trigger = world.triggers.get(String(id));
  if (!trigger) throw new Refusal('invalid_trigger_id', {}, true);
  if (trigger.used) throw new Refusal('exchanged_trigger_id', {}, true);
  trigger.used = true;
  if (world.clock.elapsed() - trigger.madeAt > SLACK.triggerMs) throw new Refusal('expired_trigger_id');
  return trigger;
}

function checked(view: Json): Json {
  const flaws = viewFlaws(view);
  if (flaws.length > 0) throw refuseFlaws('invalid_arguments', flaws);
  return view;
}

/** As payloads and answers have it. */
export const viewJson = (
  world: World,
  { id, view, hash, previous }: View,
  state: Json = { values: {} },
): Json => ({
  ...view,
  id,
  team_id: world.team.id,
  private_metadata: view.private_metadata ?? '',
  callback_id: view.callback_id ?? '',
  state,
  hash,
  previous_view_id: previous ?? null,
  root_view_id: id,
  app_id: world.appId,
  bot_id: world.botId,
});

export function openView(world: World, view: Json, user: string, previous?: string): View {
  const made: View = { id: world.newId('V'), view, hash: world.newId('h'), user, previous, open: true };
  world.views.set(made.id, made);
  world.changed();
  return made;
}

export function changeView(world: World, found: View, view: Json): void {
  found.view = checked(view);
  found.hash = world.newId('h');
  world.changed();
}

const depth = (world: World, id: string | undefined): number =>
  id === undefined ? 0 : 1 + depth(world, world.views.get(id)?.previous);

export function openByTrigger(world: World, { trigger_id, view }: Json): Json {
  const trigger = takeTrigger(world, trigger_id);
  return { view: viewJson(world, openView(world, checked(view), trigger.user)) };
}

export function pushByTrigger(world: World, { trigger_id, view }: Json): Json {
  const trigger = takeTrigger(world, trigger_id);
  if (trigger.view === undefined) throw new Refusal('invalid_trigger_id', {}, true);
  if (depth(world, trigger.view) >= SLACK.viewStack) throw new Refusal('push_limit_reached', {}, true);
  return { view: viewJson(world, openView(world, checked(view), trigger.user, trigger.view)) };
}

export function updateById(world: World, { view_id, hash, view }: Json): Json {
  const found = world.views.get(view_id);
  if (!found?.open) throw new Refusal('not_found');
  if (hash !== undefined && hash !== found.hash) throw new Refusal('hash_conflict');
  changeView(world, found, view);
  return { view: viewJson(world, found) };
}

/** What an acknowledged submission does to the modal. Returns the errors, by block. */
export function afterSubmission(
  world: World,
  found: View,
  response: Json,
): Readonly<Record<string, string>> | undefined {
  const close = (view: View | undefined): void => {
    if (!view) return;
    view.open = false;
    close(view.previous === undefined ? undefined : world.views.get(view.previous));
  };
  switch (response?.response_action) {
    case 'errors': {
      const inputs = found.view.blocks.filter(({ type }: Json) => type === 'input');
      const ids = inputs.map(({ block_id }: Json) => block_id);
      const strange = Object.keys(response.errors ?? {}).filter((id) => !ids.includes(id));
      if (strange.length > 0 || Object.keys(response.errors ?? {}).length === 0)
        throw new Refusal('invalid_arguments', { errors: response.errors }, true);
      return response.errors;
    }
    case 'update':
      changeView(world, found, response.view);
      return undefined;
    case 'push':
      openView(world, checked(response.view), found.user, found.id);
      return undefined;
    case 'clear':
      close(found);
      world.changed();
      return undefined;
    case undefined:
      if (response !== undefined && Object.keys(response).length > 0)
        throw new Refusal('invalid_arguments', response, true);
      found.open = false;
      world.changed();
      return undefined;
    default:
      throw new Refusal('invalid_arguments', response, true);
  }
}
