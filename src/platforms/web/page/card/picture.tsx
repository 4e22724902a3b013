/** A picture of a card, which opens large. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { PageBlock } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import { Dialog } from '../dialogs/dialog.tsx';

export function Picture({ url, alt, width, height, name }: Extract<PageBlock, { type: 'picture' }>) {
  const { t } = useApp();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="picture"
        // As wide as it is, as there is room for, and no higher than one can see at once. Known before it is loaded.
        style={{ width: `min(${width}px, 100%, ${Math.round((72 * width) / height)}dvh)` }}
        onClick={() => setOpen(true)}
      >
        <Themed url={url}>
          <img src={url} alt={alt} width={width} height={height} loading="lazy" decoding="async" />
        </Themed>
        <span class="sr-only">{t('picture.open')}</span>
      </button>
      {open && (
        <Dialog title={t('picture.title')} kind="large" onClose={() => setOpen(false)}>
          <Themed url={url}>
            <img src={url} alt={alt} width={width} height={height} />
          </Themed>
          <p class="beside">
            <span class="quiet">{alt}</span>
            <a class="file" href={url} download={`${name}.png`}>
              {t('picture.save')}
            </a>
          </p>
        </Dialog>
      )}
    </>
  );
}

/** On a dark page the same image on dark paper. */
const Themed = ({ url, children }: { url: string; children: ComponentChildren }) => (
  <picture>
    <source srcset={`${url}&theme=dark`} media="(prefers-color-scheme: dark)" />
    {children}
  </picture>
);
