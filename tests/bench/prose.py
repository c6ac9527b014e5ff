"""Sentences, paragraphs and Markdown drawn from the lexicon with the distribution of real text."""

from bisect import bisect
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from random import Random

from tests.bench.lexicon import FIELD, GRAMMAR, words


@cache
def weights() -> tuple[float, ...]:
    """Zipf's law, cumulated; grammar is lifted to the near half of a text that it is in French."""
    lift = [2.0 if rank < len(GRAMMAR) else 1.0 for rank in range(len(words()))]
    return tuple(accumulate(weight / (rank + 2.7) for rank, weight in enumerate(lift)))


def word(chance: Random) -> str:
    heap = weights()
    return words()[bisect(heap, chance.random() * heap[-1])]


def content_word(chance: Random) -> str:
    """A word that carries meaning: for titles and lists."""
    return chance.choice(FIELD) if chance.random() < 0.7 else chance.choice(words()[len(GRAMMAR) :])


def sentence(chance: Random) -> str:
    said = [word(chance) for _ in range(chance.randint(7, 24))]
    if len(said) > 14:
        said[len(said) // 2] += ","
    text = " ".join(said)
    return text[0].upper() + text[1:] + "."


def title(chance: Random) -> str:
    return " ".join(content_word(chance) for _ in range(chance.randint(2, 4))).capitalize()


def paragraph(chance: Random, links: Sequence[str] = ()) -> str:
    sentences = [sentence(chance) for _ in range(chance.randint(2, 5))]
    if links and chance.random() < 0.5:
        sentences.append(f"Voir aussi [[{chance.choice(links)}|{title(chance).lower()}]].")
    return " ".join(sentences)


def bullets(chance: Random, _links: Sequence[str]) -> str:
    return "\n".join(f"- {sentence(chance)}" for _ in range(chance.randint(3, 6)))


def table(chance: Random, _links: Sequence[str]) -> str:
    rows = [
        f"| {title(chance)} | {chance.randint(1, 900)} € |" for _ in range(chance.randint(3, 6))
    ]
    return "\n".join(["| Poste | Montant |", "|---|---:|", *rows])


def note(chance: Random, links: Sequence[str]) -> str:
    return f":::note\n{paragraph(chance, links)}\n:::"


def tasks(chance: Random, _links: Sequence[str]) -> str:
    return "\n".join(f"- [{chance.choice('x ')}] {sentence(chance)}" for _ in range(4))


def quotation(chance: Random, links: Sequence[str]) -> str:
    return "> " + paragraph(chance, links)


BLOCKS: tuple[Callable[[Random, Sequence[str]], str], ...] = (
    *[paragraph] * 6,
    *[bullets] * 2,
    table,
    note,
    tasks,
    quotation,
)


def body(chance: Random, links: Sequence[str]) -> str:
    """Two to four sections, some 150 to 600 words, with the blocks people use."""
    parts = [paragraph(chance, links)]
    for _ in range(chance.randint(2, 4)):
        parts.append(f"## {title(chance)}")
        parts += [chance.choice(BLOCKS)(chance, links) for _ in range(chance.randint(1, 3))]
    if chance.random() < 0.2:
        parts[0] += "[^1]"
        parts.append(f"[^1]: {sentence(chance)}")
    return "\n\n".join(parts) + "\n"
