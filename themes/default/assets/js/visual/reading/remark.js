// Stands for `remark-parse` in Milkdown (see build.mjs): one grammar, the server's.
import { tokensOf } from "./grammar.js";
import { blocksOf } from "./tree.js";

export default function remarkParse() {
  this.parser = (text) => ({ type: "root", children: blocksOf(tokensOf(text).tokens) });
}
