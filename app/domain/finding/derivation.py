"""Families of words: what `financer`, `financement` and `financeur` share.

A *stem* is always the beginning of its terms, so that an index lists a family by prefix. Families
whose beginnings differ (`décider`, `décision`) are reached by a second stem, see `roots`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

_LEAST = 4
# Each with how many letters must be left before it, where that is more than `_LEAST`.
_SUFFIXES = {
    suffix: int(left or _LEAST)
    for suffix, _, left in (
        one.partition(":")
        for one in (
            "issement ement amment emment ologie ologique ologue isation isateur isatrice isable "
            "iser isant isme iste istique ation ateur atrice ative atif ition iteur itrice ature "
            "iture eture ion:5 at:6 ariat ing:5 erie eur euse rice ance ence ant ante ent ente er "
            "ez eon on:5 isson issent issait aient erait era eront ir it:5 i:5 ier iere ee e able "
            "ible abilite ibilite alite arite ivite ite ique if ive al ale el elle ien:5 ienne "
            "aire eux ire:5 ise:5 oir:5"
        ).split()
    )
}
_BY_LENGTH = tuple(sorted(_SUFFIXES.items(), key=lambda pair: -len(pair[0])))
_SUFFIXES_EN = tuple(
    (suffix, _LEAST)
    for suffix in ("ation", "ment", "able", "ing", "ity", "ive", "ed", "er", "ly", "al", "e", "y")
)


def _by_last(suffixes: Iterable[tuple[str, int]]) -> Mapping[str, Sequence[tuple[str, int]]]:
    """In their order, by the last letter: most words end with none of most suffixes."""
    found: dict[str, list[tuple[str, int]]] = {}
    for suffix, least in suffixes:
        found.setdefault(suffix[-1], []).append((suffix, least))
    return found


_ENDINGS, _ENDINGS_EN = _by_last(_BY_LENGTH), _by_last(_SUFFIXES_EN)
# `emploi` and `essai` have no ending, `soutien` is none of those of `parisien`.
_NO_ENDING = re.compile(r"[ao]i$|tien$")
_DOUBLED = re.compile(r"([lnprst])\1$")
# Verbs in -ndre and -rdre: `vendre`, `perdre`.
_VERB_RE = re.compile(r"(?<=.[nr]d)re$")
# What one stem of a family ends with, what another does. Both ways.
_TURNS = (
    ("d", "s"), ("nd", "nt"), ("rd", "rt"), ("cev", "cept"), ("qu", "c"), ("y", "i"),
    ("uvr", "uvertur"), ("uvr", "uvert"), ("met", "mis"), ("mettr", "mis"), ("ten", "tien"),
    ("scr", "script"), ("aitr", "ais"), ("adher", "adhes"), ("du", "duct"), ("stru", "struct"),
    ("iqu", ""), ("ag", ""), ("i", ""),
)  # fmt: skip
_ADDED_TO = 5


@lru_cache(maxsize=60_000)
def stem(term: str, lang: str) -> str:
    """What the term shares with its family; the term itself where it has none."""
    if not lang or not term.isalpha():
        return term
    if lang == "fr" and (_NO_ENDING.search(term) or _VERB_RE.search(term)):
        return _VERB_RE.sub("", term)
    for suffix, least in (_ENDINGS_EN if lang == "en" else _ENDINGS).get(term[-1], ()):
        if len(term) - len(suffix) >= least and term.endswith(suffix):
            return _single(term[: -len(suffix)])
    return term


def _single(root: str) -> str:
    """`accueill` is `accueil`."""
    return _DOUBLED.sub(r"\1", root) if len(root) > _LEAST else root


@lru_cache(maxsize=60_000)
def roots(term: str, lang: str) -> tuple[str, ...]:
    """The stem of the term, and others that its family may have."""
    first = stem(term, lang)
    if lang != "fr":
        return (first,)
    turned = (
        first[: len(first) - len(ending)] + other
        for one, two in _TURNS
        for ending, other in ((one, two), (two, one))
        if first.endswith(ending) and (ending or len(first) >= _ADDED_TO)
    )
    return tuple(dict.fromkeys((first, *(root for root in turned if len(root) >= _LEAST))))
