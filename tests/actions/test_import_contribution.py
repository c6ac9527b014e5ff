"""What was written offline becomes proposals and remarks, once, and loses nothing."""

from typing import Any

import pytest

from app.actions.delete_page import delete_page
from app.actions.import_contribution import Brought, Fate, import_contribution
from app.actions.move_page import move_page
from app.actions.offer import OFFERS
from app.actions.remarks import answer_remark, close_remark, followed_remark, take_back_remark
from app.actions.review import accept, decline, review_of
from app.actions.writing import protect, set_policy
from app.domain.contribution_file import read_contribution
from app.domain.errors import AlreadyDecided, NotAllowed, NotSignedIn, Refused
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from app.domain.people import STRANGER, Reader, Role
from app.domain.proposal import Proposal, ProposalId, ProposalState
from app.domain.remark import RemarkSort, RemarkState
from app.domain.writing import Policy
from tests.actions.two_wikis import PLACE, Side
from tests.written_offline import entry, file_of, key, page

METHOD, UNIT = PagePath("method", "compost"), PagePath("mini_cool", "trier")
METHOD_TEXT = (
    "---\nkind: method\ntitle: Compost\nlang: fr\nlicence: CC-BY-SA-4.0\nstatus: published\n---\n"
    "\n## Un bac\n\nDe bois.\n\n## Un seau\n\nPetit.\n"
)
UNIT_TEXT = (
    "---\nkind: mini_cool\ntitle: Trier\nlang: fr\nlicence: CC-BY-SA-4.0\nstatus: published\n"
    "objective: Savoir trier.\nsequence: [{title: Lire, medium: text, text: Lire.}]\n"
    "evaluation:\n  - type: self\n    text: Dire.\n---\n\nTexte.\n"
)


def mark(side: Side, path: PagePath = PLACE, **changes: Any) -> dict[str, Any]:
    """The page as a kit made now shows it."""
    row = side.page(path)
    shown = {"id": row.id, "origin": str(side.id), "title": row.title, "base": str(row.blob)}
    return page(str(path), **(shown | changes))


def bring(side: Side, *entries: Any, by: Reader = STRANGER, **how: Any) -> Brought:
    read = read_contribution(file_of(*entries))
    return import_contribution(side.wiki, read, by=by, **how)


def proposal(side: Side, number: int = 1) -> Proposal:
    return side.wiki.proposals.get(ProposalId.of_secret(key(number)))


def body(side: Side, old: str, new: str, number: int = 1, path: PagePath = PLACE) -> Any:
    """A correction of the body, from the page as it stands."""
    text = parse_page(path, side.page(path).text).body
    assert old in text
    return entry("correction", number, on=mark(side, path), body=text.replace(old, new))


def fates(brought: Brought) -> list[Fate]:
    return [line.fate for line in brought.lines]


def test_a_correction_comes_back_and_is_accepted_under_its_writer_s_name(alpha: Side) -> None:
    brought = bring(alpha, body(alpha, "Premier passage", "Premier, mieux dit"))
    assert fates(brought) == [Fate.proposed]
    assert brought.lines[0].link == f"/-/propositions/suivi/{key(1)}"
    made = proposal(alpha)
    assert (made.author.name, made.person) == ("Camille", "")
    assert "Café Plum" in made.message

    accept(alpha.wiki, made.id, by=alpha.reader())
    assert "Premier, mieux dit" in alpha.page().text
    assert alpha.page().updated_by == "Camille"


def test_what_crosses_a_newer_text_is_a_choice_and_loses_nothing(alpha: Side) -> None:
    said = body(alpha, "Premier passage", "Premier, dit hors ligne")
    alpha.change("Premier passage", "Premier, dit entre-temps")
    assert fates(bring(alpha, said)) == [Fate.proposed]

    review = review_of(alpha.wiki, proposal(alpha))
    assert review.merged is None
    texts = [(one.mine, one.theirs) for one in review.disputes]
    assert texts == [("Premier, dit hors ligne.", "Premier, dit entre-temps.")]


def test_what_does_not_cross_is_merged(alpha: Side) -> None:
    said = body(alpha, "Premier passage", "Premier, dit hors ligne")
    alpha.change("Deuxième passage", "Deuxième, dit entre-temps")
    bring(alpha, said)
    accept(alpha.wiki, proposal(alpha).id, by=alpha.reader())
    assert "dit hors ligne" in alpha.page().text
    assert "dit entre-temps" in alpha.page().text


def test_a_page_that_moved_is_found_by_its_id(alpha: Side) -> None:
    said = body(alpha, "Premier passage", "Premier, mieux dit")
    move_page(alpha.wiki, PLACE, "cafe-neuf", base=alpha.page().revision, by=alpha.reader())
    assert fates(bring(alpha, said)) == [Fate.proposed]
    assert proposal(alpha).path == PagePath("place", "cafe-neuf")
    assert accept(alpha.wiki, proposal(alpha).id, by=alpha.reader())
    assert "mieux dit" in alpha.page(PagePath("place", "cafe-neuf")).text


def test_a_page_that_moved_is_found_without_its_id(alpha: Side) -> None:
    said = body(alpha, "Premier passage", "Premier, mieux dit")
    del said["page"]["id"]
    move_page(alpha.wiki, PLACE, "cafe-neuf", base=alpha.page().revision, by=alpha.reader())
    assert fates(bring(alpha, said)) == [Fate.proposed]


def test_a_page_that_is_gone_is_told(alpha: Side) -> None:
    said = body(alpha, "Premier passage", "Premier, mieux dit")
    delete_page(alpha.wiki, PLACE, base=alpha.page().revision, by=alpha.reader())
    brought = bring(alpha, said)
    assert fates(brought) == [Fate.refused]
    assert "supprimée" in str(brought.lines[0].why)


def test_a_page_that_never_was_is_told(alpha: Side) -> None:
    unknown = {**page("place/ailleurs"), "origin": str(alpha.id)}
    assert fates(bring(alpha, entry("remark", on=unknown, text="Merci"))) == [Fate.refused]


def test_a_base_that_was_never_shown_is_refused_and_the_others_go_on(alpha: Side) -> None:
    forged = entry("correction", 1, on=mark(alpha, base="ab" * 20), body="Autre\n")
    brought = bring(alpha, forged, body(alpha, "Premier", "Un premier", 2))
    assert fates(brought) == [Fate.refused, Fate.proposed]
    assert "jamais montré" in str(brought.lines[0].why)


def test_a_draft_is_not_given_away_by_its_content(alpha: Side) -> None:
    draft = alpha.page().text.replace("status: published", "status: draft")
    path = PagePath("place", "secret")
    text = draft.replace(f"id: {alpha.page().id}\n", "")
    alpha.save(text, path)
    hidden = mark(alpha, path)
    alpha.save(alpha.page(path).text.replace("status: draft", "status: published"), path)
    said = entry("correction", on=hidden, section={"anchor": "x", "text": "y"})
    brought = bring(alpha, said, by=alpha.reader())
    assert fates(brought) == [Fate.refused]
    assert "jamais montré" in str(brought.lines[0].why)


def test_one_part_is_put_back_where_it_was(alpha: Side) -> None:
    alpha.save(METHOD_TEXT, METHOD)
    part = {"anchor": "s-un-bac", "text": "## Un bac\n\nDe briques.\n"}
    assert fates(bring(alpha, entry("correction", on=mark(alpha, METHOD), section=part))) == [
        Fate.proposed
    ]
    text = proposal(alpha).text
    assert "De briques.\n\n## Un seau\n\nPetit.\n" in text
    assert "De bois" not in text


def test_a_part_that_is_not_there_is_told(alpha: Side) -> None:
    part = {"anchor": "nulle-part", "text": "## Rien\n"}
    brought = bring(alpha, entry("correction", on=mark(alpha), section=part))
    assert "nulle-part" in str(brought.lines[0].why)


def test_a_trial_is_a_line_of_the_method_as_it_stands(alpha: Side) -> None:
    alpha.save(METHOD_TEXT, METHOD)
    said = entry(
        "trial", on=mark(alpha, METHOD), place="place/cafe-plum", date="2026-10", result="Bien.",
        adapted="Un bac fermé.",
    )  # fmt: skip
    alpha.change("De bois", "De pierre", METHOD)
    assert fates(bring(alpha, said)) == [Fate.proposed]
    accept(alpha.wiki, proposal(alpha).id, by=alpha.reader())
    now = parse_page(METHOD, alpha.page(METHOD).text)
    assert now.front["trials"] == [
        {"place": "place/cafe-plum", "date": "2026-10", "result": "Bien.",
         "adapted": "Un bac fermé."}
    ]  # fmt: skip
    assert "De pierre" in now.body


def test_two_trials_that_wait_at_once_are_both_kept(alpha: Side) -> None:
    alpha.save(METHOD_TEXT, METHOD)
    bring(alpha, *(entry("trial", n, on=mark(alpha, METHOD), result=f"Essai {n}.") for n in (1, 2)))
    accept(alpha.wiki, proposal(alpha, 1).id, by=alpha.reader())
    review = review_of(alpha.wiki, proposal(alpha, 2))
    settle = {one.field: "both" for one in review.disputes}
    accept(alpha.wiki, proposal(alpha, 2).id, by=alpha.reader(), settle=settle, seen=review.seen)
    assert "Essai 1." in alpha.page(METHOD).text
    assert "Essai 2." in alpha.page(METHOD).text


def test_reading_a_file_twice_adds_nothing(alpha: Side) -> None:
    said = [body(alpha, "Premier", "Un premier"), entry("remark", 2, on=mark(alpha), text="Merci")]
    bring(alpha, *said)
    assert fates(bring(alpha, *said)) == [Fate.known, Fate.known]
    assert len(alpha.proposals()) == 1
    assert len(alpha.wiki.remarks.all()) == 1
    assert len(proposal(alpha).steps) == 1


def test_the_same_key_with_other_words_corrects_what_waits(alpha: Side) -> None:
    bring(alpha, body(alpha, "Premier", "Un premier"),
          entry("remark", 2, on=mark(alpha), text="Merci"))  # fmt: skip
    brought = bring(alpha, body(alpha, "Premier", "Le tout premier"),
                    entry("remark", 2, on=mark(alpha), text="Grand merci"))  # fmt: skip
    assert fates(brought) == [Fate.corrected, Fate.corrected]
    assert "Le tout premier" in proposal(alpha).text
    assert followed_remark(alpha.wiki, key(2)).text == "Grand merci"
    assert len(alpha.proposals()) == 1


def test_another_base_under_a_known_key_is_told_and_not_mistaken(alpha: Side) -> None:
    bring(alpha, body(alpha, "Premier", "Un premier"))
    alpha.change("Deuxième", "Second")
    brought = bring(alpha, body(alpha, "Premier", "Un tout premier"))
    assert fates(brought) == [Fate.refused]
    assert "par son lien" in str(brought.lines[0].why)
    assert brought.lines[0].link
    assert "Un premier" in proposal(alpha).text


def test_what_was_decided_is_not_asked_again(alpha: Side) -> None:
    said = [body(alpha, "Premier", "Un premier"), entry("remark", 2, on=mark(alpha), text="Merci")]
    bring(alpha, *said)
    decline(alpha.wiki, proposal(alpha).id, "C’est juste ainsi.", by=alpha.reader())
    close_remark(alpha.wiki, str(ProposalId.of_secret(key(2))), by=alpha.reader())
    assert fates(bring(alpha, *said)) == [Fate.decided, Fate.decided]
    assert proposal(alpha).state is ProposalState.declined


def test_a_key_of_another_page_opens_nothing(alpha: Side) -> None:
    alpha.save(METHOD_TEXT, METHOD)
    bring(alpha, body(alpha, "Premier", "Un premier"))
    assert fates(bring(alpha, body(alpha, "De bois", "De fer", path=METHOD))) == [Fate.refused]


def test_a_rehearsal_says_the_same_and_writes_nothing(alpha: Side) -> None:
    said = [
        body(alpha, "Premier", "Un premier"), entry("remark", 2, on=mark(alpha), text="Merci"),
        entry("correction", 3, on=mark(alpha), text="---\nkind: place\n---\n"), "?",
    ]  # fmt: skip
    tried = bring(alpha, *said, dry_run=True)
    assert not alpha.proposals()
    assert not alpha.wiki.remarks.all()
    assert fates(tried) == [Fate.proposed, Fate.noted, Fate.refused, Fate.refused]
    assert fates(bring(alpha, *said)) == fates(tried)


def test_a_friend_s_page_is_told_where_it_belongs(alpha: Side) -> None:
    theirs = mark(alpha, origin="beta.test")
    brought = bring(alpha, entry("correction", on=theirs, body="Autre\n"))
    assert fates(brought) == [Fate.elsewhere]
    assert not alpha.proposals()


def test_a_kit_of_elsewhere_may_bring_words_for_our_page(alpha: Side) -> None:
    said = entry("remark", on=mark(alpha), text="Merci")
    assert fates(bring(alpha, said)) == [Fate.noted]  # the file's kit is that of alpha.example


def test_no_licence_is_changed_by_a_file(alpha: Side) -> None:
    text = alpha.page().text.replace("CC-BY-SA-4.0", "CC0-1.0")
    brought = bring(alpha, entry("correction", on=mark(alpha), text=text))
    assert fates(brought) == [Fate.refused]
    assert "licence" in str(brought.lines[0].why)


def test_where_members_alone_write_one_of_them_brings_the_file(alpha: Side) -> None:
    set_policy(alpha.wiki, Policy.members, newcomer_versions=0, by=alpha.reader())
    said = body(alpha, "Premier", "Un premier")
    with pytest.raises(NotSignedIn):
        bring(alpha, said)
    assert fates(bring(alpha, said, by=alpha.reader(Role.contributor))) == [Fate.proposed]
    assert proposal(alpha).author.name == "Camille"


def test_a_protected_page_is_accepted_by_those_it_names_alone(alpha: Side) -> None:
    protect(alpha.wiki, PLACE, Role.steward, "texte voté", by=alpha.reader())
    assert fates(bring(alpha, body(alpha, "Premier", "Un premier"))) == [Fate.proposed]
    with pytest.raises(NotAllowed):
        accept(alpha.wiki, proposal(alpha).id, by=alpha.reader(Role.reviewer))


def test_what_a_stranger_sends_at_once_waits_and_is_taken_later(alpha: Side) -> None:
    texts = [f"{METHOD_TEXT}\n{n}\n" for n in range(3)]
    paths = [PagePath("method", f"compost-{n}") for n in range(3)]
    for path, text in zip(paths, texts, strict=True):
        alpha.save(text, path)
    said = [
        entry("remark", n, on=mark(alpha, paths[n % 3]), text=f"Mot {n}") for n in range(OFFERS + 2)
    ]
    brought = bring(alpha, *said, address="127.0.0.1")
    assert fates(brought) == [Fate.noted] * OFFERS + [Fate.later] * 2
    alpha.clock.pass_time(hours=2)
    again = bring(alpha, *said, address="127.0.0.1")
    assert fates(again) == [Fate.known] * OFFERS + [Fate.noted] * 2


def test_a_remark_is_answered_once_and_its_writer_reads_it(alpha: Side) -> None:
    bring(alpha, entry("remark", on=mark(alpha), text="Et l’hiver ?", question=True))
    made = followed_remark(alpha.wiki, key(1))
    assert (made.sort, made.page_id) == (RemarkSort.question, alpha.page().id)
    before = alpha.wiki.store.head()
    with pytest.raises(Refused):
        answer_remark(alpha.wiki, str(made.id), " \n", by=alpha.reader())
    with pytest.raises(NotAllowed):
        answer_remark(alpha.wiki, str(made.id), "Oui", by=alpha.reader(Role.contributor))
    answer_remark(alpha.wiki, str(made.id), "On le couvre.", by=alpha.reader(Role.reviewer))
    with pytest.raises(AlreadyDecided):
        take_back_remark(alpha.wiki, key(1))
    assert followed_remark(alpha.wiki, key(1)).answer == "On le couvre."
    assert alpha.wiki.store.head() == before


def test_a_quiz_result_reaches_reviewers_and_is_erased_with_its_end(alpha: Side) -> None:
    alpha.save(UNIT_TEXT, UNIT)
    said = entry("quiz", on=mark(alpha, UNIT), shown=True, right=1, answers=[], **{"of": 2})
    assert fates(bring(alpha, said)) == [Fate.noted]
    made = followed_remark(alpha.wiki, key(1))
    assert made.quiz is not None
    assert (made.sort, made.quiz.right) == (RemarkSort.quiz, 1)
    take_back_remark(alpha.wiki, key(1))
    kept = followed_remark(alpha.wiki, key(1))
    assert (kept.state, kept.quiz) == (RemarkState.withdrawn, None)
