/** How others come in, for the projector: the address, the code and the QR code. */
import { useEffect, useState } from 'preact/hooks';
import type { Invitation } from '../../protocol.ts';
import { sentence } from '../api.ts';
import { useApp } from '../app.tsx';
import { CopyButton } from '../copy-button.tsx';
import { Dialog } from './dialog.tsx';
import { qrPath } from './qr.ts';

export function InviteDialog({ slug, onClose }: { slug: string; onClose: () => void }) {
  const { api, t } = useApp();
  const [invitation, setInvitation] = useState<Invitation>();
  const [problem, setProblem] = useState('');

  useEffect(() => {
    api.get<Invitation>(`/api/c/${slug}/invitation`).then(setInvitation, (error: unknown) => {
      setProblem(sentence(error, t));
    });
  }, [api, slug, t]);

  return (
    <Dialog title={t('invite.title')} kind="large" onClose={onClose}>
      <p class="problem" role="alert">
        {problem}
      </p>
      {invitation && <Shown invitation={invitation} />}
    </Dialog>
  );
}

function Shown({ invitation: { code, urls, qr, open } }: { invitation: Invitation }) {
  const { t } = useApp();
  const [url = '', ...others] = urls;
  const size = qr.length + 8;
  return (
    <div class="invite">
      {qr.length > 0 && (
        <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('invite.qr', { url })}>
          <rect class="qr-light" width={size} height={size} />
          <path class="qr-dark" d={qrPath(qr, 4)} />
        </svg>
      )}
      <div>
        {!open && (
          <div class="notice">
            <p>
              <b>{t('invite.onlyHere')}</b>
            </p>
            <p>{t('invite.howToOpen')}</p>
          </div>
        )}
        <p class="quiet">{t('invite.open')}</p>
        <p class="address">
          {url.replace(/\/join\/.*/, '')}
          <wbr />
          {/\/join\/.*/.exec(url)?.[0]}
        </p>
        <p class="quiet">{t('invite.code')}</p>
        <p class="code">
          {code.slice(0, code.length / 2)} {code.slice(code.length / 2)}
        </p>
        <CopyButton text={() => url} label={t('invite.copy')} />
        {others.length > 0 && (
          <details>
            <summary>{t('invite.others')}</summary>
            <ul>
              {others.map((other) => (
                <li key={other}>{other}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </div>
  );
}
