// Tables: put in, grown and cut by row and column, kept square.
import { Plugin, TextSelection } from "@milkdown/kit/prose/state";
import { around, putBlocks } from "./editing.js";

export function putTable(state, dispatch) {
  const { table, row, cell } = state.schema.nodes;
  const line = () => row.create(null, [cell.create(), cell.create()]);
  dispatch?.(putBlocks(state, [table.create(null, [line(), line()])]));
  return true;
}

// {table, pos, row, column} of the cell that holds the selection, or null.
export function cellAt(state) {
  const found = around(state, "table");
  const { $from } = state.selection;
  if (!found || $from.depth < found.depth + 2) return null;
  return { table: found.node, pos: found.pos, row: $from.index(found.depth), column: $from.index(found.depth + 1) };
}

const rowsOf = (table) => table.children.map((row) => row.children);

function redrawn(state, dispatch, place, rows, [row, column]) {
  const { nodes } = state.schema;
  if (!dispatch) return true;
  const lines = rows.map((cells) => nodes.row.create(null, cells));
  const table = place.table.type.create(place.table.attrs, lines);
  const tr = state.tr.replaceWith(place.pos, place.pos + place.table.nodeSize, table);
  dispatch(tr.setSelection(within(tr.doc, place.pos, row, column)).scrollIntoView());
  return true;
}

function within(doc, pos, row, column) {
  const table = doc.nodeAt(pos);
  let at = pos + 1;
  for (let n = 0; n < row; n += 1) at += table.child(n).nodeSize;
  at += 1;
  for (let n = 0; n < column; n += 1) at += table.child(row).child(n).nodeSize;
  return TextSelection.create(doc, at + 1);
}

const like = (cell) => cell.type.create({ align: cell.attrs.align });

export function addRow(state, dispatch) {
  const place = cellAt(state);
  if (!place) return false;
  const rows = rowsOf(place.table);
  rows.splice(place.row + 1, 0, rows[0].map(like));
  return redrawn(state, dispatch, place, rows, [place.row + 1, 0]);
}

export function addColumn(state, dispatch) {
  const place = cellAt(state);
  if (!place) return false;
  const rows = rowsOf(place.table).map((cells) => cells.toSpliced(place.column + 1, 0, cells[0].type.create()));
  return redrawn(state, dispatch, place, rows, [place.row, place.column + 1]);
}

// The head stays: without it there is no table. The last row under it goes with it.
export function dropRow(state, dispatch) {
  const place = cellAt(state);
  if (!place || (place.row === 0 && place.table.childCount > 1)) return false;
  if (place.table.childCount === 1) return dropTable(state, dispatch);
  const rows = rowsOf(place.table).toSpliced(place.row, 1);
  return redrawn(state, dispatch, place, rows, [Math.min(place.row, rows.length - 1), place.column]);
}

export function dropColumn(state, dispatch) {
  const place = cellAt(state);
  if (!place) return false;
  if (place.table.firstChild.childCount === 1) return dropTable(state, dispatch);
  const rows = rowsOf(place.table).map((cells) => cells.toSpliced(place.column, 1));
  return redrawn(state, dispatch, place, rows, [place.row, Math.min(place.column, rows[0].length - 1)]);
}

export function dropTable(state, dispatch) {
  const place = around(state, "table");
  if (!place) return false;
  const paragraph = state.schema.nodes.paragraph.create();
  const tr = state.tr.replaceWith(place.pos, place.pos + place.node.nodeSize, paragraph);
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, place.pos + 1)));
  return true;
}

// Enter goes to the cell below, and makes one under the last.
export function cellBelow(state, dispatch) {
  const place = cellAt(state);
  if (!place) return false;
  if (place.row === place.table.childCount - 1) return addRow(state, dispatch);
  dispatch?.(state.tr.setSelection(within(state.doc, place.pos, place.row + 1, place.column)).scrollIntoView());
  return true;
}

// Rows as long as the longest: cutting across cells may leave them ragged, and a page cannot be.
export const squareTables = () =>
  new Plugin({
    appendTransaction(transactions, before, state) {
      if (!transactions.some((one) => one.docChanged)) return null;
      const tr = state.tr;
      state.doc.descendants((node, pos) => {
        if (node.type.name === "table") square(tr, node, pos, state.schema);
        return !node.isTextblock && node.type.name !== "table";
      });
      return tr.docChanged ? tr : null;
    },
  });

function square(tr, table, pos, schema) {
  const width = Math.max(...table.children.map((row) => row.childCount));
  let end = pos + 1;
  for (const row of table.children) {
    end += row.nodeSize;
    for (let n = row.childCount; n < width; n += 1) tr.insert(tr.mapping.map(end - 1), schema.nodes.cell.create());
  }
}
