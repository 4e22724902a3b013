/** A person as one or two letters on a colour, or Augie's sign. */
import { Logo } from '../icons.tsx';
import { hue, initials } from './initials.ts';

export const Avatar = ({ name }: { name?: string }) =>
  name === undefined ? (
    <span class="avatar" aria-hidden="true">
      <Logo />
    </span>
  ) : (
    <span class={`avatar hue-${hue(name)}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
