// What a form says, as an entry of the contribution; null where it says too little yet.
import { clean, cut } from "./contribution.js";

const DATE = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/;
const some = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value));

export const SAID = {
  correction(form, source) {
    const text = clean(form.get("text"));
    return text.trim() && text !== source.text ? { text, ...some({ note: cut(form.get("note"), 500) }) } : null;
  },
  remark(form) {
    const text = cut(form.get("text"), 4000);
    return text ? { text, ...(form.get("question") ? { question: true } : {}) } : null;
  },
  trial(form) {
    const result = cut(form.get("result"), 4000);
    if (!result) return null;
    const date = form.get("date").trim();
    return { result, ...some({ place_name: cut(form.get("place_name"), 200), date: DATE.test(date) ? date : "", adapted: cut(form.get("adapted"), 4000) }) };
  },
  quiz(form, source, given) {
    return given && form.get("shown") ? { shown: true, ...given } : null;
  },
};

/** The result that a mini-COOL handed over in the address: {right, of, answers}, or null. */
export function resultOf(json) {
  try {
    const { answers } = JSON.parse(json);
    const said = answers.slice(0, 200).map(({ question, chosen, right }) => ({
      question: cut(String(question), 1000), chosen: chosen.slice(0, 20).map((one) => cut(String(one), 1000)), right: right === true,
    }));
    return { right: said.filter((one) => one.right).length, of: said.length, answers: said };
  } catch {
    return null;
  }
}
