// Whole numbers as the language of the page writes them, from how it writes a thousand: the first
// Intl object of a page takes 30 to 100 ms, before anything is drawn.

/** How to write a whole number: `thousand` is 1000 in words of the page, as « 1 000 ». */
export function grouping(thousand = "1000") {
  const mark = thousand.slice(1, -3);
  return (value) => String(value).replace(/\B(?=(\d{3})+$)/g, mark);
}
