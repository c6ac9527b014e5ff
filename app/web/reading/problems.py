"""Why a form was not taken, in sentences beside its fields."""

from app.domain.errors import InvalidPage, Refused, WikiError
from app.web.reading.context import Reading


def sentences_of(reading: Reading, error: WikiError, field: str) -> tuple[tuple[str, str], ...]:
    """(field, sentence) pairs; `field` is where an error of the form as a whole is shown."""
    if isinstance(error, InvalidPage):
        theme, lang = reading.theme, reading.lang
        found = [(p.field, theme.sentence(p.sentence, p.params, lang=lang)) for p in error.problems]
        return tuple((name or field, said[:1].upper() + said[1:]) for name, said in found)
    if type(error) is Refused:
        return ((field, reading.reason(error.params["reason"])),)
    return ((field, reading.told(error)),)
