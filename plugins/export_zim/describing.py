"""What a ZIM file says of itself, as Kiwix's library shows it.

Names and lengths: https://wiki.openzim.org/wiki/Metadata.
"""

from collections import Counter
from importlib.metadata import version

from app.domain.kit import Kit, Pictures
from app.domain.links import slugify
from app.theme.offline.site import KitSite

TITLE, DESCRIPTION, LONG_DESCRIPTION = 30, 80, 4000
FLAVOURS = {Pictures.full: "maxi", Pictures.light: "light", Pictures.none: "nopic"}
# ISO 639-3 of the languages that pages are likely to be in; other codes are said to be unknown.
_LANGUAGES = {
    "ar": "ara", "br": "bre", "ca": "cat", "co": "cos", "de": "deu", "en": "eng", "es": "spa",
    "eu": "eus", "fr": "fra", "it": "ita", "nl": "nld", "oc": "oci", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "tr": "tur", "uk": "ukr",
}  # fmt: skip
_UNKNOWN = "und"


def language_of(code: str) -> str:
    """`fra` of `fr` and of `fr-CA`; `und` of what is not known."""
    short = code.lower().partition("-")[0]
    return short if len(short) == 3 else _LANGUAGES.get(short, _UNKNOWN)


def languages_of(site: KitSite) -> list[str]:
    """Those of the pages, the most frequent first."""
    seen = Counter(language_of(one.lang or site.facts.lang) for one in site.entries)
    said = [code for code, _ in seen.most_common() if code != _UNKNOWN]
    return said or [language_of(site.facts.lang)]


def metadata(site: KitSite) -> dict[str, str]:
    kit, facts = site.kit, site.facts
    pictures = "no" if kit.choice.pictures is Pictures.none else "yes"
    licences = Counter(one.licence for one in site.entries)
    return {
        "Title": short(facts.name, TITLE),
        "Description": short(_sentence(site), DESCRIPTION),
        "LongDescription": short(_sentences(site, list(licences)), LONG_DESCRIPTION),
        "Language": ",".join(languages_of(site)),
        "Creator": facts.name,
        "Publisher": facts.name,
        "Date": f"{kit.at:%Y-%m-%d}",
        "Name": name_of(kit),
        "Flavour": FLAVOURS[kit.choice.pictures],
        "Tags": f"wiki;tiers-lieux;_category:wiki;_ftindex:yes;_pictures:{pictures};_videos:no",
        "Scraper": f"Maillage {version('maillage')}",
        "Source": kit.home,
        "License": ", ".join(name for name, _ in licences.most_common()),
        "X-Revision": kit.revision,
        "X-Selection": kit.query,
    }


def name_of(kit: Kit) -> str:
    """The same for each edition of the same selection, so that Kiwix knows the newer one."""
    chosen = slugify(kit.words)[:60].strip("-") or "tout"
    return f"{slugify(kit.site.host)}_{kit.choice.lang}_{chosen}"


def short(text: str, limit: int) -> str:
    """One line of at most `limit` characters, cut between words where one ends near."""
    said = " ".join(text.split())
    if len(said) <= limit:
        return said
    cut = said[: limit - 1]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > limit // 2 else cut).rstrip() + "…"


def _sentence(site: KitSite) -> str:
    say, facts = site.drawer.say, site.facts
    if facts.words:
        return say("{words} : à lire sans réseau, avec {name}.").format(
            words=facts.words, name=facts.name
        )
    return say("Les tiers-lieux, leurs méthodes et de quoi apprendre, à lire sans réseau.")


def _sentences(site: KitSite, licences: list[str]) -> str:
    say, facts = site.drawer.say, site.facts
    what = say(
        "Une copie de {home} telle qu’elle était le {day} : {count}, avec leurs auteurs et leurs "
        "licences ({licences})."
    ).format(
        home=facts.home, day=site.theme.writing(facts.lang).long_date(facts.at),
        count=site.contents.counted(facts.count),
        licences=", ".join(site.kit.label("licence", one) for one in licences),
    )  # fmt: skip
    return f"{_sentence(site)} {what}"
