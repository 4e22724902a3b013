/** A table that scrolls sideways by itself where the screen is narrow, and can be copied. */
import { useApp } from '../app.tsx';
import { CopyButton } from '../copy-button.tsx';
import { type TableBlock, tsv } from './tsv.ts';

export function Table({ columns, rows }: Pick<TableBlock, 'columns' | 'rows'>) {
  const { t } = useApp();
  return (
    <div class="table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has only a keyboard must be able to scroll it */}
      {/* biome-ignore lint/a11y/useSemanticElements: it holds no fields */}
      <div class="sideways" role="group" tabIndex={0} aria-label={t('table.label')}>
        <table>
          <thead>
            <tr>
              {columns.map(({ label, align }) => (
                <th key={label} scope="col" class={align}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, y) => (
              <tr key={y}>
                {row.map((cell, x) => (
                  <td key={x} class={columns[x]?.align}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <CopyButton text={() => tsv({ columns, rows })} label={t('table.copy')} />
    </div>
  );
}
