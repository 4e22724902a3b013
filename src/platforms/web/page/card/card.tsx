/** A card: its title and its blocks, in the card's own language. */
import { Fragment } from 'preact';
import type { PageBlock, PageCard } from '../../protocol.ts';
import { useApp } from '../app.tsx';
import { FileIcon } from '../icons.tsx';
import type { CardActions } from './actions.ts';
import { Choices } from './choices.tsx';
import { CardForm } from './form.tsx';
import { Picture } from './picture.tsx';
import { Table } from './table.tsx';
import { Linked } from './text.tsx';

export function Card({ card, actions }: { card: PageCard; actions: CardActions }) {
  return (
    <div class={`card ${card.trouble ?? ''}`} lang={card.locale}>
      <h2>{card.title}</h2>
      {groups(card.blocks).map((group, i) => {
        // A card keeps the order of its blocks while it is edited; two of a kind are told apart by their number.
        const key = `${group[0]?.type}-${i}`;
        const blocks = group.map((block, j) => <Block key={j} block={block} actions={actions} />);
        return group[0]?.type === 'picture' ? (
          <div key={key} class="pictures">
            {blocks}
          </div>
        ) : (
          <Fragment key={key}>{blocks}</Fragment>
        );
      })}
    </div>
  );
}

/** Pictures that follow each other stand together; every other block stands alone. */
function groups(blocks: readonly PageBlock[]): PageBlock[][] {
  const found: PageBlock[][] = [];
  for (const block of blocks) {
    const last = found.at(-1);
    if (block.type === 'picture' && last?.[0]?.type === 'picture') last.push(block);
    else found.push([block]);
  }
  return found;
}

/** Facts of at most so many characters stand side by side; sentences stand below each other. */
const BRIEF = 40;

function Block({ block, actions }: { block: PageBlock; actions: CardActions }) {
  switch (block.type) {
    case 'text':
      return (
        <p class={`text ${block.tone ?? 'plain'}`}>
          <Linked text={block.text} />
        </p>
      );
    case 'fields':
      if (block.details === undefined) return <Fields fields={block.fields} actions={actions} />;
      return (
        <details>
          <summary>{block.details}</summary>
          <Fields fields={block.fields} actions={actions} />
        </details>
      );
    case 'table':
      return <Table columns={block.columns} rows={block.rows} />;
    case 'picture':
      return <Picture {...block} />;
    case 'file':
      return (
        <p>
          <a class="file" href={block.url} download={block.name}>
            <FileIcon />
            {block.name}
          </a>
        </p>
      );
    case 'progress':
      return <Progress {...block} />;
    case 'choices':
      // Other buttons are another row of them: what was said of the old ones is over.
      return (
        <Choices key={block.choices.map(({ id }) => id).join()} choices={block.choices} actions={actions} />
      );
    case 'input':
      return <CardForm block={block} actions={actions} />;
    case 'code':
      return (
        <pre>
          <code>{block.code}</code>
        </pre>
      );
    case 'divider':
      return <hr />;
  }
}

type FieldsBlock = Extract<PageBlock, { type: 'fields' }>;

const Fields = ({ fields, actions }: { fields: FieldsBlock['fields']; actions: CardActions }) => (
  <dl class={fields.every(({ value }) => value.length <= BRIEF) ? 'brief' : ''}>
    {fields.map(({ label, value, line }) => (
      <div key={label}>
        <dt>
          {line !== undefined && actions.type ? (
            <button type="button" class="command" onClick={() => actions.type?.(`${line} `)}>
              {label}
            </button>
          ) : (
            label
          )}
        </dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

function Progress({ label, done, total, left, paused }: Extract<PageBlock, { type: 'progress' }>) {
  const { t } = useApp();
  const share = done / Math.max(1, total);
  const percent = new Intl.NumberFormat(t.locale, { style: 'percent' }).format(share);
  return (
    <div class={`progress ${paused === undefined ? '' : 'paused'}`}>
      <p>
        <span>{label}</span>
        <span class="quiet">{paused === undefined ? (left ?? percent) : ''}</span>
      </p>
      <progress max={1} value={share} aria-label={label}>
        {percent}
      </progress>
      {paused !== undefined && <p class="why">{paused}</p>}
    </div>
  );
}
