import type BetterSqlite3 from 'better-sqlite3';

export type Cell = string | number | null;

/** Inserts objects whose keys are column names; the statement is made from the first row. */
export function rowInserter(
  db: BetterSqlite3.Database,
  table: string,
): (row: Readonly<Record<string, Cell>>) => void {
  let columns: string[] = [];
  let statement: BetterSqlite3.Statement | undefined;
  return (row) => {
    if (!statement) {
      columns = Object.keys(row);
      statement = db.prepare(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
    }
    statement.run(columns.map((column) => row[column] ?? null));
  };
}

/** Inserts rows of equal width, many per statement: a third of the time of one by one. */
export class BulkInserter {
  readonly #width: number;
  readonly #many: BetterSqlite3.Statement;
  readonly #one: BetterSqlite3.Statement;
  #cells: Cell[] = [];

  constructor(
    db: BetterSqlite3.Database,
    table: string,
    columns: readonly string[],
    readonly rowsPerStatement = 60,
  ) {
    this.#width = columns.length;
    const head = `INSERT INTO ${table} (${columns.join(', ')}) VALUES `;
    const tuple = `(${columns.map(() => '?').join(', ')})`;
    this.#many = db.prepare(head + Array<string>(rowsPerStatement).fill(tuple).join(', '));
    this.#one = db.prepare(head + tuple);
  }

  add(...cells: Cell[]): void {
    for (const cell of cells) this.#cells.push(cell);
    if (this.#cells.length === this.#width * this.rowsPerStatement) {
      this.#many.run(this.#cells);
      this.#cells = [];
    }
  }

  flush(): void {
    for (let i = 0; i < this.#cells.length; i += this.#width)
      this.#one.run(this.#cells.slice(i, i + this.#width));
    this.#cells = [];
  }
}
