export { loss, everyBlockTouched } from "./guard.js";
