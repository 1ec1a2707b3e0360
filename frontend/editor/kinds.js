// The official structure. The server has the table and hands it over with the page: what a clause may stand
// below (`rank`, `is_leaf`), how it is marked (`first`, `counts_through`), what stands below it (`below`).
export const kinds = {};

export function know(table) {
  Object.assign(kinds, table);
}

export function standsBelow(kind, over) {
  return !kinds[over].is_leaf && kinds[over].rank <= kinds[kind].rank;
}
