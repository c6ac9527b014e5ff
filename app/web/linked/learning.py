"""Methods and mini-COOLs: how to do, and what one learns by doing it."""

from app.domain.kinds import terms
from app.domain.rows import PageRow
from app.web.linked.linking import Linking, Node, kept
from app.web.linked.work import web, work_of
from app.web.reading.front import Front


def method_graph(linking: Linking, row: PageRow) -> list[Node]:
    """A HowTo where steps are written; what is told without any is an Article."""
    front = Front(row.front)
    steps = [_step(linking, one, at) for at, one in enumerate(_titled(front, "steps"), 1)]
    if not steps:
        return [work_of(linking, row, "Article") | _for_whom(front)]
    node = work_of(linking, row, "HowTo") | _for_whom(front)
    return [
        node | kept(
            {
                "totalTime": minutes(front.whole("duration_min")),
                "estimatedCost": _cost(front.number("cost_eur")),
                "supply": [_supply(one) for one in front.items("materials") if one.text("name")],
                "step": steps,
            }
        )
    ]  # fmt: skip


def _titled(front: Front, key: str) -> list[Front]:
    return [one for one in front.items(key) if one.text("title")]


def _for_whom(front: Front) -> Node:
    audience = [{"@type": "Audience", "audienceType": one} for one in front.words("audience")]
    return {"audience": audience} if audience else {}


def _step(linking: Linking, step: Front, at: int) -> Node:
    title = step.text("title")
    return kept(
        {
            "@type": "HowToStep", "position": at, "name": title,
            "text": linking.words(step.text("text")) or title,
            "timeRequired": minutes(step.whole("duration_min")),
        }
    )  # fmt: skip


def _supply(one: Front) -> Node:
    return kept(
        {"@type": "HowToSupply", "name": one.text("name"), "requiredQuantity": one.said("quantity")}
    )


def _cost(euros: float | None) -> Node | None:
    if euros is None:
        return None
    return {"@type": "MonetaryAmount", "currency": "EUR", "value": euros}


def minutes(count: int | None) -> str:
    """A duration as ISO 8601 writes it; `` where it is not known."""
    if count is None or count <= 0:
        return ""
    hours, rest = divmod(count, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")


def mini_cool_graph(linking: Linking, row: PageRow) -> list[Node]:
    """A LearningResource: what it teaches, how long, by which steps, how one knows."""
    front = Front(row.front)
    objective = front.text("objective")
    taught = [one for one in (objective, *front.words("skills")) if one]
    before = linking.named(front.words("prerequisites"), row.origin)
    return [
        work_of(linking, row, "LearningResource") | _for_whom(front) | kept(
            {
                "learningResourceType": "mini-COOL",
                "teaches": taught, "assesses": taught if front.items("evaluation") else [],
                "educationalUse": [terms.EVALUATIONS.label(one, row.lang)
                                   for one in _types(front)],
                "timeRequired": minutes(front.whole("duration_min")),
                "competencyRequired": [linking.url(one.path, one.origin) for one in before],
                "hasPart": [_part(one, at, row.lang)
                            for at, one in enumerate(_titled(front, "sequence"), 1)],
            }
        )
    ]  # fmt: skip


def _types(front: Front) -> list[str]:
    return list(dict.fromkeys(o.text("type") for o in front.items("evaluation") if o.text("type")))


def _part(step: Front, at: int, lang: str) -> Node:
    medium = step.text("medium")
    return kept(
        {
            "@type": "LearningResource", "position": at, "name": step.text("title"),
            "learningResourceType": terms.MEDIUMS.label(medium, lang) if medium else "",
            "timeRequired": minutes(step.whole("duration_min")),
            "url": web(step.text("url")),
        }
    )  # fmt: skip
