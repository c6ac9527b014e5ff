"""Two texts told passage by passage, and who wrote each."""

import random

import pytest

from app.domain.blame import Told, trace
from app.domain.passages import compare_bodies, compare_passages, put_back


def ops(old, new):
    return [(one.op, one.new or one.old) for one in compare_passages(old, new)]


def test_a_passage_that_changed_places_is_told_as_moved():
    old = ["un un un", "deux deux", "trois trois", "quatre"]
    new = ["deux deux", "trois trois", "quatre", "un un un"]

    assert ("moved", "un un un") in ops(old, new)
    assert {op for op, _ in ops(old, new)} == {"same", "moved"}


def test_a_rewritten_passage_is_set_beside_the_one_it_was():
    old = ["Le café ouvre le mardi.", "Rien à voir ici."]
    new = ["Un tout autre début.", "Le café ouvre le lundi.", "Rien à voir ici."]

    assert ops(old, new) == [
        ("added", "Un tout autre début."),
        ("changed", "Le café ouvre le lundi."),
        ("same", "Rien à voir ici."),
    ]


def test_blanks_alone_are_told_as_such():
    assert ops(["un  deux\ntrois"], ["un deux trois"]) == [("spaced", "un deux trois")]
    assert {one.op for one in compare_bodies("a\n\n\n\nb\n", "a\n\nb")} == {"same"}


@pytest.mark.parametrize("seed", range(60))
def test_every_passage_of_both_texts_is_told_once(seed):
    draw = random.Random(seed)
    old = [draw.choice("abcdefg") * draw.randint(1, 3) for _ in range(draw.randint(0, 12))]
    new = [one for one in old if draw.random() < 0.7]
    draw.shuffle(new) if seed % 3 else None
    new += [draw.choice("abcxyz") for _ in range(draw.randint(0, 4))]
    found = compare_passages(old, new)

    assert [one.new for one in found if one.at] == list(new)
    assert sorted(one.at for one in found if one.at) == list(range(1, len(new) + 1))
    assert sorted(one.was for one in found if one.was) == list(range(1, len(old) + 1))
    assert all(one.old == old[one.was - 1] for one in found if one.was)
    assert all(one.old == one.new for one in found if one.op in ("same", "moved"))


def told(*passages, light=False, **front):
    return Told(passages, front, light)


def test_each_part_is_that_of_the_version_that_last_wrote_it():
    newest = told("un", "deux bis", "trois", title="B", lang="fr")
    middle = told("deux bis", "un", title="A", lang="fr")
    oldest = told("un", "deux", title="A", lang="fr")
    found = trace([newest, middle, oldest])

    assert found.passages == (2, 1, 0)
    assert found.fields == {"title": 0, "lang": 2}


def test_a_small_edit_is_looked_through_where_asked():
    versions = [told("le café ouvre à midi pile", light=True), told("le café ouvre à midi")]

    assert trace(versions).passages == (1,)
    assert trace([told(*versions[0].passages), versions[1]]).passages == (0,)


def test_what_the_walk_does_not_reach_is_left_unsaid():
    versions = [told("un", "deux"), told("un")]

    assert trace(versions, whole=False).passages == (None, 0)


def test_the_walk_stops_where_all_is_placed():
    def endless():
        yield told("neuf")
        yield told("vieux")
        raise AssertionError("read too far")

    assert trace(endless()).passages == (0,)


@pytest.mark.parametrize("seed", range(60))
def test_a_passage_unchanged_since_a_version_is_attributed_to_it(seed):
    draw = random.Random(seed)
    versions, born, fresh = [[]], {}, iter(range(10**6))
    for number in range(draw.randint(1, 15)):
        passages = [one for one in versions[-1] if draw.random() < 0.8]
        for _ in range(draw.randint(0, 3)):
            one = f"passage {next(fresh)}"
            born[one] = number
            passages.insert(draw.randint(0, len(passages)), one)
        if draw.random() < 0.3:
            draw.shuffle(passages)
        versions.append(passages)
    versions = versions[1:]
    found = trace([told(*one) for one in reversed(versions)])

    last = len(versions) - 1
    assert found.passages == tuple(last - born[one] for one in versions[-1])


@pytest.mark.parametrize(
    ("body", "old", "number", "found"),
    [
        ("un\n\ntrois\n", "un\n\ndeux\n\ntrois\n", 2, "un\n\ndeux\n\ntrois\n"),
        ("un\n", "un\n\ndeux\n", 2, "un\n\ndeux\n"),
        ("deux\n", "un\n\ndeux\n", 1, "un\n\ndeux\n"),
        ("le café ferme\n\n\n\nfin", "le café ouvre\n\nfin", 1, "le café ouvre\n\n\n\nfin"),
        ("un\n", "un\n\ndeux\n", 1, "un\n"),
        ("un\n", "un\n\ndeux\n", 9, "un\n"),
        ("", "un\n", 1, "un\n"),
    ],
)
def test_one_passage_is_put_back_and_the_rest_stays(body, old, number, found):
    assert put_back(body, old, number) == found
