// Bare addresses are found by the wiki's own rule, so the library's finder stays out of the bundle.
export default class NoLinkify {
  pretest() {
    return false;
  }

  test() {
    return false;
  }

  match() {
    return null;
  }
}
