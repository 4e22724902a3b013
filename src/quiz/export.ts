/** Stub. */
export interface ExportRow {
  readonly session: number;
  readonly quiz: string;
  readonly item_number: number;
  readonly item: string;
  readonly blank: string;
  readonly person: string;
  readonly vote: number;
  readonly answer: string;
  readonly outcome: string;
  readonly rule: string;
  readonly credit: number;
  readonly points: number;
  readonly changes: number;
  readonly submitted_at: string;
  readonly receipt: string;
}
export const toCsv = (_: readonly ExportRow[]): string => '';
