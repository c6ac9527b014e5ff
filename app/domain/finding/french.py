"""Words of French (and English) pages, brought to the forms by which they are found.

Pure and small, so that every search engine and the offline kit agree on what a word is. A *term* is
what an index holds (folded, elision and plural taken off: `L’Éco-lieu`, `scénarii`); what terms of
one family share is in `derivation`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

TERM_LIMIT = 40
# Stands for a word that is left out and yet takes its place.
GAP = "-"

_COMBINING = re.compile("[\u0300-\u036f]")
_PLAIN = str.maketrans({
    "œ": "oe", "æ": "ae", "’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "ß": "ss",
    "\u00ad": None, "\u200b": None, "\u2060": None, "\ufeff": None,
})  # fmt: skip
_FRENCH = tuple(
    zip("éèêàç’ùâîôûëïüœ\u00a0\u202f…", [*"eeeac'uaioueiu", "oe", " ", " ", "..."], strict=True)
)
# All but letters and signs that stay as they are.
_ODD = re.compile("[^\x00-\x7f«»–—€·]")
CHUNK = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_ELISION = re.compile(r"(?:[ldjmtsnc]|(?:lors|puis|jus|quoi|pres)?qu)'")

STOP_FR = frozenset(
    (
        "a afin ai ainsi alors au aucun aucune aussi autre autres aux avait avant avec avoir "
        "avons c ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme "
        "comment d dans de deja depuis des donc dont du elle elles en encore entre es est et "
        "etaient etait etant etc ete etre eu eux fait il ils j je jusque l la le les leur leurs "
        "lors lorsque lui m ma mais me meme memes mes moi moins mon n ne ni nos notre nous on "
        "ont ou par parce pas peu peut peuvent plus pour pourquoi puis qu quand que quel quelle "
        "quelles quels qui quoi s sa sans se sera seront ses si soit son sont sous sur t ta te "
        "tel telle tes toi ton tous tout toute toutes tres tu un une vers via voici voila vos "
        "votre vous y"
    ).split()
)
# Words of everyday questions: they say how something is asked rather than what is, so that they
# count for little, however rare they are in an index.
WEAK_FR = frozenset(
    (
        "faire fais font faites fasse fera ferait refaire falloir faut fallait faudrait devoir "
        "dois doit doivent devrait devons pouvoir peux puisse pourrait pouvons vouloir veux veut "
        "veulent voudrais voudrait voulons aimer aime aimerais aimerait souhaite souhaiter "
        "savoir sais sait savent chercher cherche cherchent trouver trouve trouvent "
        "besoin aller vais va vont venir vient viennent revenir mettre met mettent mis prendre "
        "prend prennent pris donner donne donnent tenir tient tiennent laisser laisse porter "
        "porte portent passer passe passent rester reste restent utiliser utilise servir sert "
        "servent marcher marche fonctionner fonctionne exister existe existent rendre rend "
        "devenir devient deviennent commencer commence arriver arrive arrivent reussir reussi "
        "obtenir eviter permettre permet suivre suit parler parle dire dit demander demande "
        "voir voit vois regarder montrer montre proposer propose connaitre connait comprendre "
        "comprend penser pense croire sentir attendre entrer sortir partir perdre gagner garder "
        "garde changer change poser pose appeler appelle aider aide occuper occupe compter "
        "compte jouer choisir choisit essayer continuer finir finit ajouter organiser organise "
        "combien mieux bien mal juste seul seule seuls jamais toujours souvent parfois deja "
        "encore assez trop beaucoup vraiment simplement concretement rapidement facilement "
        "ensemble ailleurs ici partout quelque quelques plusieurs certains certaines chose "
        "choses truc trucs facon facons maniere manieres moyen possible impossible "
        "necessaire important difficile facile simple meilleur meilleure meilleurs bon bonne "
        "bons bonnes nouveau nouvelle nouveaux nouvelles petit petite petits petites grand "
        "grande grands grandes vrai autre idee idees type types sorte sortes genre exemple "
        "exemples cas fois jour jours temps monde gens personne personnes merci bonjour svp "
        "plait info infos information informations quoi sinon selon entre contre pendant "
        "quelqu quelquun rien autour proche proches pres cote environ environs endroit "
        "endroits coin ya quid derriere devant dessus dessous dehors dedans loin propre propres "
        "premier premiere premiers premieres dernier derniere derniers dernieres prochain "
        "prochaine actuel actuelle disposer dispose agir agit concerner concerne tenter tente "
        "obtient obtenu reussit chacun chacune lequel laquelle lesquels pareil pareille different "
        "differente differents differentes vraie vrais capable capables pret prets prete serait "
        "soient aurait aurais ferais faisait etions serons ayant etes suis sommes sois allons "
        "allez iront irait dites disent disait voyons veuillez voulais pourrais pourrons pourront "
        "pourriez saurait saurais connais connaissent permettra davantage autant tellement plutot "
        "surtout seulement presque ensuite maintenant bientot tard tot longtemps"
    ).split()
)
STOP_EN = frozenset(
    (
        "a about after all also an and any are as at be been being but by can could did do does "
        "for from had has have he her his how i if in into is it its may me more most my no not "
        "of on or our out over own she should so some such than that the their them then there "
        "these they this those to under up us was we were what when where which who whose why "
        "will with would you your"
    ).split()
)
# Plurals that no rule gives, and words that end like a plural and are none.
_IRREGULAR = {
    "travaux": "travail", "baux": "bail", "vitraux": "vitrail", "emaux": "email",
    "coraux": "corail", "yeux": "oeil", "tuyaux": "tuyau", "noyaux": "noyau", "joyaux": "joyau",
    "taux": "taux", "faux": "faux", "chaux": "chaux", "scenari": "scenario", "alinea": "alinea",
    "bus": "bus", "gaz": "gaz", "paris": "paris", "vis": "vis",
}  # fmt: skip
# Two words that are one: written apart, with a hyphen or together, found alike.
_PAIRS = (
    "tiers-lieu fab-lab co-working co-worker co-workeur co-workeuse co-living co-voiturage "
    "co-design hacker-space maker-space hack-lab living-lab media-lab bio-lab open-source "
    "open-data web-radio repair-cafe bar-camp mini-cool micro-folie plate-forme wi-fi "
    "low-tech high-tech crowd-funding e-learning tele-travail eco-lieu eco-quartier "
    "eco-construction auto-construction auto-gestion auto-formation give-box disco-soupe "
    "co-construction co-decision co-budget co-location pre-figuration bio-commun "
    "cyber-espace garde-manger savoir-faire"
).split()
_PARTS = {first + second: (first, second) for first, second in (pair.split("-") for pair in _PAIRS)}
PAIRS = tuple(_PARTS.values())
_ENDING = r"(?=(?:s|x|es|eur|euse|eurs|euses)?(?![^\W_]))"
# That no letter stands before is asked afterwards: a search for letters alone is quick.
_PAIR = tuple(
    (first, second, re.compile(rf"{first}s?[ \t\n\u00a0-]+{second}{_ENDING}"))
    for first, second in PAIRS
)


class Token(NamedTuple):
    """`step`: words since the token before it; 0 for one that stands on the same word.

    A `part` is what a joined word is also made of (`lieu` of `tiers-lieu`): it counts less.
    """

    step: int
    term: str
    part: bool


def fold(text: str) -> str:
    """Without case, accents, ligatures and odd quotes or hyphens; spaces and lines as they were."""
    text = text.casefold()
    if text.isascii():
        return text
    # One letter after the other is ten times as fast as a table for all.
    for letter, plain in _FRENCH:
        if letter in text:
            text = text.replace(letter, plain)
    if not _ODD.search(text):
        return text
    return _COMBINING.sub("", unicodedata.normalize("NFKD", text.translate(_PLAIN)))


def language(lang: str) -> str:
    """`fr`, `en`, or `` for a language whose words are only folded."""
    code = lang[:2].casefold()
    return code if code in ("fr", "en") and lang[2:3] in ("", "-", "_") else ""


def is_stop(word: str, lang: str) -> bool:
    """Whether the folded word says too little to be found by."""
    return word in (STOP_FR if lang == "fr" else STOP_EN if lang == "en" else ())


def joined(folded: str) -> str:
    """The folded text with known pairs as one word: `tiers lieux` gives `tierslieux`.

    The plural of the first word goes: `fabs labs` gives `fablabs`.
    """
    for first, second, pair in _PAIR:
        if second in folded and first in folded:
            folded = pair.sub(lambda m: _one_word(m, first + second), folded)  # noqa: B023
    return folded


def _one_word(match: re.Match[str], word: str) -> str:
    at = match.start()
    return match[0] if at and match.string[at - 1].isalnum() else word


def chunks(text: str) -> Iterator[re.Match[str]]:
    """The words of a text, hyphens and apostrophes within them, after folding and joining."""
    return CHUNK.finditer(joined(fold(text)))


def tokens(text: str, lang: str) -> Iterator[Token]:
    """Tokens to index, in order. Stop words are left out but leave their place."""
    pending = 0
    for chunk in CHUNK.findall(joined(fold(text))):
        steps, found = tokens_of(chunk, lang)
        if found and pending:
            step, term, part = found[0]
            yield Token(step + pending, term, part)
            yield from found[1:]
            pending = 0
        elif found:
            yield from found
        pending += steps


def terms(text: str, lang: str) -> list[str]:
    """The terms of the text without the parts of joined words."""
    return [token.term for token in tokens(text, lang) if not token.part]


@lru_cache(maxsize=60_000)
def tokens_of(chunk: str, lang: str) -> tuple[int, tuple[Token, ...]]:
    """The tokens of one chunk, and how many stop words trail behind them: first that number."""
    words = [word for word in split(chunk, lang) if word]
    whole = _whole(words, lang)
    found, pending = [], 1
    for word in words:
        if is_stop(word, lang) and not whole:
            pending += 1
            continue
        one = term(word, lang)
        found.append(Token(pending, one, False))
        found += [Token(0, term(part, lang), True) for part in _PARTS.get(one, ())]
        pending = 1
    if whole and found:
        found.insert(1, Token(0, whole, False))
    return pending - 1, tuple(found)


def _whole(words: list[str], lang: str) -> str:
    """What a hyphenated word is when written together; `` for a single word."""
    return term("".join(words), lang) if 2 <= len(words) <= 3 and len("".join(words)) > 4 else ""


def split(chunk: str, lang: str) -> list[str]:
    """The words of a folded chunk: elisions and possessives off, hyphens apart."""
    if "'" in chunk:
        if chunk.startswith(("aujourd'hui", "presqu'il", "entr'")):
            return [chunk.replace("'", "")]
        if lang == "en":
            chunk = chunk.removesuffix("'s").replace("'", "")
        else:
            chunk = _ELISION.sub("", chunk).replace("'", "-")
    return chunk.split("-") if "-" in chunk else [chunk]


@lru_cache(maxsize=60_000)
def term(word: str, lang: str) -> str:
    """The form under which an index holds a folded word."""
    word = word[:TERM_LIMIT]
    if len(word) <= 3 or not lang or not word.isalpha():
        return word
    return _singular_en(word) if lang == "en" else _singular_fr(word)


def _singular_fr(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ii") and len(word) > 5:
        return word[:-2] + "io"
    if word.endswith("eaux") or word.endswith(("eux", "oux")):
        return word[:-1]
    if word.endswith("aux") and len(word) > 4:
        return word[:-3] + "al"
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _singular_en(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def rules() -> dict[str, Any]:
    """The word lists behind French terms, for a reader elsewhere that follows the same steps."""
    return {
        "stop": sorted(STOP_FR),
        "irregular": dict(sorted(_IRREGULAR.items())),
        "pairs": [list(pair) for pair in sorted(PAIRS)],
    }


def parts_of(term: str) -> tuple[str, str] | None:
    """The two words of a known pair: `tierslieu` gives (`tiers`, `lieu`)."""
    return _PARTS.get(term)
