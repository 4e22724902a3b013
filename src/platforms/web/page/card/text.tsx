/** A text with its addresses as links. */
import { parts } from './links.ts';

export const Linked = ({ text }: { text: string }) => (
  <>
    {parts(text).map(({ text: part, url }, i) =>
      url === undefined ? (
        part
      ) : (
        <a key={`${i}-${part}`} href={url} target="_blank" rel="noopener noreferrer">
          {part}
        </a>
      ),
    )}
  </>
);
