"""Is everything as it should be? Sentences about what is not."""

from app.actions.catch_up import behind
from app.actions.media import all_media
from app.actions.wiki import Wiki
from app.domain.errors import InvalidMedium, WikiError
from app.domain.yaml_text import YamlRefused, load_mapping


def check(wiki: Wiki) -> list[str]:
    """What is wrong in the repository, the projections and the media; empty when all is well."""
    return [*wiki.store.verify(), *_lists(wiki), *_projections(wiki), *_media(wiki)]


def _lists(wiki: Wiki) -> list[str]:
    try:
        wiki.rules()
    except (WikiError, YamlRefused, KeyError, TypeError) as error:
        return [f"Les listes du réseau ne sont pas lisibles : {error}"]
    return []


def _projections(wiki: Wiki) -> list[str]:
    late = [
        f"« {name} » a {count} version(s) de retard : elle les lira au prochain démarrage."
        for name, count in behind(wiki).items()
        if count
    ]
    if late:
        return late
    return [fault for projection in wiki.projections for fault in projection.check(wiki.store)]


def _media(wiki: Wiki) -> list[str]:
    faults = []
    try:
        names = all_media(wiki)
    except InvalidMedium as error:
        return [str(error)]
    for name in names:
        sidecar = wiki.store.read(name.sidecar)
        try:
            load_mapping((sidecar or b"").decode())
        except (YamlRefused, UnicodeDecodeError):
            faults.append(f"La fiche du fichier {name} n’est pas lisible.")
        if sidecar is None:
            faults.append(f"Le fichier {name} n’a pas de fiche.")
    return faults
