// The table block in the editor: a new table has two columns and two rows, a column is added by one
// press, cells copied in Excel spread over rows and columns, and each cell says where it stands.
(() => {
  const Stock = window.telepath.constructors["wagtail.contrib.typed_table_block.blocks.TypedTableBlock"];

  // The cells of copied text: tabs between cells; a cell in quotes may hold line ends and tabs.
  function cellsOf(text) {
    const rows = [[]];
    const pattern = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/g;
    for (const [, cell, end] of text.replace(/(\r\n|\n|\r)$/, "").matchAll(pattern)) {
      const quoted = cell.length > 1 && cell.startsWith('"');
      const plain = quoted ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      rows.at(-1).push(plain.replace(/\s+/g, " ").trim());
      if (!end) break;
      if (end !== "\t") rows.push([]);
    }
    return rows;
  }

  const inputOf = (table, row, column) => table.tbody.children[row]?.children[column + 1]?.querySelector("input");

  // The place of an input: row -1 is that of the headings.
  function placeOf(table, input) {
    const column = input.closest("th, td")?.cellIndex - 1;
    if (Number.isNaN(column) || column < 0) return null;
    if (table.thead.contains(input)) return { row: -1, column };
    return { row: [...table.tbody.children].indexOf(input.closest("tr")), column };
  }

  function label(table) {
    const { COLUMN, ROW } = table.blockDef.meta.strings;
    const headings = table.columns.map(({ headingInput }, place) => headingInput.value || `${COLUMN} ${place + 1}`);
    for (const [column, { headingInput }] of table.columns.entries()) {
      headingInput.setAttribute("aria-label", `${COLUMN} ${column + 1}`);
    }
    for (const row of table.rows.keys()) {
      const first = inputOf(table, row, 0)?.value || `${ROW} ${row + 1}`;
      for (const [column, heading] of headings.entries()) {
        inputOf(table, row, column)?.setAttribute("aria-label", column ? `${heading}, ${first}` : `${heading}, ${ROW} ${row + 1}`);
      }
    }
  }

  function spread(table, cells, { row, column }) {
    const [kind] = table.blockDef.childBlockDefs;
    const width = Math.max(...cells.map((line) => line.length));
    while (table.columns.length < column + width) table.insertColumn(table.columns.length, kind);
    while (table.rows.length < row + cells.length) table.insertRow(table.rows.length);
    for (const [down, line] of cells.entries()) {
      for (const [right, text] of line.entries()) {
        if (row + down < 0) table.columns[column + right].headingInput.value = text;
        else table.rows[row + down].blocks[column + right].setState(text);
      }
    }
  }

  function paste(table, event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const place = placeOf(table, event.target);
    if (!place || !/\t|\n[^\n]/.test(text)) return;
    event.preventDefault();
    spread(table, cellsOf(text), place);
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  }

  class PlainTable extends Stock {
    render(placeholder, prefix, state, error) {
      const table = super.render(placeholder, prefix, state, error);
      const [kind] = this.childBlockDefs;
      // There is one kind of cells: nothing to choose from.
      table.toggleAddColumnMenu = (trigger, add) => add(kind);
      for (const name of ["insertColumn", "insertRow", "deleteColumn", "deleteRow", "setState"]) {
        const act = table[name].bind(table);
        table[name] = (...given) => {
          const made = act(...given);
          label(table);
          return made;
        };
      }
      const [container] = table.container;
      if (!table.columns.length) spread(table, [["", ""], ["", ""], ["", ""]], { row: -1, column: 0 });
      label(table);
      container.addEventListener("input", () => label(table));
      container.addEventListener("paste", (event) => paste(table, event));
      const note = document.createElement("p");
      note.className = "help";
      note.textContent = this.meta.strings.PASTE;
      container.append(note);
      return table;
    }
  }

  window.telepath.register("agency_sites.PlainTable", PlainTable);
})();
