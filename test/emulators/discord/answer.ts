/** What a person sees come of what they did. */
import { numbered } from './components.ts';
import { ANSWER_WITHIN_MS, type Callback, type Interaction } from './interactions.ts';
import type { Modal } from './person.ts';
import type { Message } from './types.ts';
import type { World } from './world.ts';

export interface Answer {
  readonly interactionId: string;
  readonly interaction: Interaction;
  /** The first response; rejects when none came within three seconds. */
  readonly acknowledged: Promise<Callback>;
  /** Milliseconds by the clock. */
  readonly acknowledgedAfter: number | undefined;
  /** The original response; for a button that changes its message, that message. */
  message(): Message | undefined;
  readonly followUps: readonly Message[];
  readonly ephemeral: boolean;
  /** What Discord itself tells the person when the application does not answer. */
  readonly failed: string | undefined;
  readonly modal: Modal | undefined;
  /** Resolves with the original response once it is there, no longer "thinking", and as wanted. */
  until(wanted?: (message: Message) => boolean): Promise<Message>;
  /** Resolves with the first follow-up that is as wanted. */
  followUp(wanted?: (message: Message) => boolean): Promise<Message>;
  /** Resolves with the modal that the application opens. */
  opens(): Promise<Modal>;
}

export function answerOf(world: World, interaction: Interaction): Answer {
  const failure = (): Error =>
    new Error(`${interaction.failed} (no response within ${ANSWER_WITHIN_MS / 1000} s)`);
  const failedAtFirst = (): boolean => interaction.failed !== undefined && !interaction.callback;
  const acknowledged = world.until(() => {
    if (failedAtFirst()) throw failure();
    return interaction.acknowledgedAt === undefined ? undefined : interaction.callback;
  });
  // Who does not ask for it is not to fail by it.
  acknowledged.catch(() => undefined);
  const modal = (): Modal | undefined =>
    interaction.callback?.type === 9 && interaction.acknowledgedAt !== undefined
      ? {
          customId: interaction.callback.data.custom_id,
          title: interaction.callback.data.title,
          components: numbered(interaction.callback.data.components),
          interactionId: interaction.id,
        }
      : undefined;
  const original = (): Message | undefined =>
    interaction.acknowledgedAt === undefined || interaction.original?.deleted
      ? undefined
      : interaction.original;
  return {
    interactionId: interaction.id,
    interaction,
    acknowledged,
    get acknowledgedAfter() {
      return interaction.acknowledgedAt === undefined
        ? undefined
        : interaction.acknowledgedAt - interaction.startedAt;
    },
    message: original,
    get followUps() {
      return interaction.followUps.filter(({ deleted }) => !deleted);
    },
    get ephemeral() {
      return interaction.original?.onlyFor !== undefined;
    },
    get failed() {
      return interaction.failed;
    },
    get modal() {
      return modal();
    },
    until: (wanted = () => true) =>
      world.until(() => {
        if (interaction.failed !== undefined) throw failure();
        const message = original();
        return message && !message.thinking && wanted(message) ? message : undefined;
      }),
    followUp: (wanted = () => true) =>
      world.until(() => interaction.followUps.find((message) => !message.deleted && wanted(message))),
    opens: () =>
      world.until(() => {
        if (failedAtFirst()) throw failure();
        return modal();
      }),
  };
}
