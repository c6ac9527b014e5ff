// What a word is worth in a field of a page: BM25+ as MiniSearch 7 counts it, to which a test holds it.
const K = 1.2;
const B = 0.7;
const D = 0.5;
export const BOOST = { title: 8, labels: 3, summary: 3, headings: 2, text: 1 };
// What only begins with the word counts for less than the word itself, however rare it is.
const BEGUN = 0.2;
const LONGER = 0.3;

/** The part that hangs on the length of the field alone. */
export const normOf = (length, mean) => K * (1 - B + (B * length) / mean);

/** What `count` documents of `total` have says so much. */
export const rarityOf = (count, total) => Math.log(1 + (total - count + 0.5) / (count + 0.5));

/** For a word that stands there so many times, under its `norm`. */
export const oftenOf = (times, norm) => D + (times * (K + 1)) / (times + norm);

/** Of a word of that length, `further` letters longer than what was asked for. */
export const worthOf = (length, further) => (further ? (BEGUN * length) / (length + LONGER * further) : 1);
