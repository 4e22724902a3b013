/** The few drawings of the page, all of one stroke. They say nothing by themselves: what they stand in has a name. */
import type { ComponentChildren } from 'preact';

const Icon = ({ children }: { children: ComponentChildren }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    {children}
  </svg>
);

export const Logo = () => (
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
    <rect class="logo-ground" width="32" height="32" rx="9" />
    <rect class="logo-behind" x="7.5" y="7.5" width="11" height="11" rx="2.5" />
    <rect class="logo-front" x="12.5" y="12.5" width="11" height="11" rx="2.5" transform="rotate(12 18 18)" />
  </svg>
);

export const LockIcon = ({ open = false }) => (
  <Icon>
    <rect x="5" y="11" width="14" height="9" rx="2" />
    <path d={open ? 'M8 11V8a4 4 0 0 1 7.6-1.8' : 'M8 11V8a4 4 0 0 1 8 0v3'} />
  </Icon>
);

export const ScreenIcon = () => (
  <Icon>
    <rect x="3" y="4" width="18" height="12" rx="2" />
    <path d="M12 16v4M8 20h8" />
  </Icon>
);

export const InviteIcon = () => (
  <Icon>
    <circle cx="10" cy="8" r="3.5" />
    <path d="M3.5 20c.4-3.6 3-5.5 6.5-5.5 1.5 0 2.9.4 4 1.1M18 14v6M15 17h6" />
  </Icon>
);

export const PeopleIcon = () => (
  <Icon>
    <circle cx="9" cy="8" r="3.5" />
    <path d="M2.5 20c.4-3.6 3-5.5 6.5-5.5s6.1 1.9 6.5 5.5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.9c2 .8 3.2 2.5 3.5 5.1" />
  </Icon>
);

export const MenuIcon = () => (
  <Icon>
    <path d="M5 12h.01M12 12h.01M19 12h.01" class="dots" />
  </Icon>
);

export const AttachIcon = () => (
  <Icon>
    <rect x="3.5" y="5" width="17" height="14" rx="2.5" />
    <circle cx="9" cy="10" r="1.5" />
    <path d="m4 17 5-4 3.5 3 3.5-4 4.5 4.5" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M5 12h13M12.5 6l6 6-6 6" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="m6 6 12 12M18 6 6 18" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <rect x="8.5" y="8.5" width="11" height="11" rx="2" />
    <path d="M15.5 8.5V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7.5a2 2 0 0 0 2 2h2.5" />
  </Icon>
);

export const DownIcon = () => (
  <Icon>
    <path d="M12 5v13M6 12.5l6 6 6-6" />
  </Icon>
);

export const UpIcon = () => (
  <Icon>
    <path d="M12 19V6M6 11.5l6-6 6 6" />
  </Icon>
);

export const FileIcon = () => (
  <Icon>
    <path d="M12 4v11M7 10.5l5 5 5-5M5 20h14" />
  </Icon>
);
