"""One visit's commits and the tip they lead to, checked against what was known before."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from app.domain.batches import batched
from app.domain.network import Quarantined
from app.domain.page_path import PagePath, RevisionId
from app.domain.phrase import Phrase
from app.domain.rules import Rules
from federation.git import Git
from federation.validate.history import Changed, Step, changes, steps, tree_of
from federation.validate.judging import Judged, check_medium, judge, stamp
from federation.validate.known import KnownFiles
from federation.validate.names import FILE_LIMIT_BYTES, Hazard, medium_of, size_limit
from federation.validate.objects import AT_ONCE, Bounds, Objects, reading

PAGES_TOLD = 10


@dataclass(frozen=True, slots=True)
class Validated:
    """What a sound visit brings. `judged` is for `Mirror.judged`.

    `received` and `removed` count pages; `versions` are commits; `quarantined` is of the whole tip.
    """

    tip: RevisionId
    versions: int
    received: int
    removed: int
    size_bytes: int
    quarantined: tuple[Quarantined, ...]
    judged: str
    pages: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Brought:
    """What the commits changed taken together, and what they weigh."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    count: int = 0
    size_bytes: int = 0


@dataclass(slots=True)
class _Told:
    """What was judged, for the report. `media` are files that were judged anew though they had not
    changed."""

    received: int = 0
    media: set[str] = field(default_factory=set)
    page_ids: set[str] = field(default_factory=set)
    pages: list[tuple[str, str]] = field(default_factory=list)


def validate(
    repository: Git,
    *,
    old: RevisionId | None,
    new: RevisionId,
    known: KnownFiles,
    rules: Rules,
    withdrawn: Collection[str] = (),
    bounds: Bounds | None = None,
) -> Validated:
    """Every commit after `old`, every entry of their trees and every new file, up to `new`.

    `known` is left as the tip has it, not yet kept. `withdrawn` are page ids that their network
    took back: set aside wherever they still stand. Raises Hazard for what refuses the whole.
    """
    after = bytes.fromhex(str(new))
    with reading(repository, bounds or Bounds()) as objects:
        before = bytes.fromhex(str(old)) if old else None
        line = steps(objects, old=before, new=after)
        told = _Told()
        if not known.fits(before, stamp(rules)):
            _judge_anew(objects, known, before, rules=rules, told=told)
        brought = _brought(objects, line)
        gone_ids, differing = _apply(known, brought)
        for file, judged in _judge(objects, known, differing, rules=rules):
            _tell(told, file, judged)
    if twins := known.twice(sorted(told.page_ids)):
        raise Hazard(
            Phrase("deux de ses pages ont le même identifiant : {one} et {other}.",
                   one=twins[0], other=twins[1])
        )  # fmt: skip
    known.judge_media([*brought.files, *told.media])
    known.mark(after, stamp(rules))
    hidden = hidden_pages(known, withdrawn)
    return Validated(
        tip=new,
        versions=len(line),
        received=told.received,
        removed=sum(not known.files_of([page_id]) for page_id in gone_ids),
        size_bytes=brought.size_bytes,
        quarantined=_quarantined(known, hidden),
        judged=judged_by(rules, hidden),
        pages=tuple(told.pages),
    )


def hidden_pages(known: KnownFiles, withdrawn: Collection[str]) -> list[str]:
    """The files of the tip that hold pages which their network took back."""
    return sorted(known.files_of(sorted(set(withdrawn))))


def judged_by(rules: Rules, hidden: Iterable[str]) -> str:
    """For `Mirror.judged`: other rules or other withdrawals give another."""
    return hashlib.sha256("\n".join([stamp(rules), *hidden]).encode()).hexdigest()[:16]


def _quarantined(known: KnownFiles, hidden: Iterable[str]) -> tuple[Quarantined, ...]:
    found = {one.file: one for one in known.set_aside()}
    reason = Phrase("son réseau l’a retirée.")
    for file in hidden:
        found[file] = Quarantined(file, PagePath.from_file(file), reason, readable=False)
    return tuple(found[file] for file in sorted(found))


def _brought(objects: Objects, line: Iterable[Step]) -> _Brought:
    """What the commits changed, every new file checked for its size, every medium for its bytes."""
    brought = _Brought()
    for some in batched(changes(objects, line), AT_ONCE):
        brought.count += len(some)
        if brought.count > objects.bounds.changes:
            raise Hazard(Phrase("cette visite apporte plus que ce qui peut être vérifié."))
        brought.files |= {change.file: change.blob for change in some}
        brought.size_bytes += _check_files(objects, [one for one in some if one.blob])
        if brought.size_bytes > objects.bounds.new_bytes:
            raise Hazard(Phrase("cette visite apporte plus que ce qui peut être vérifié."))
    return brought


def _check_files(objects: Objects, some: list[Changed]) -> int:
    """Their size in all. Raises Hazard on one that is too large or not what its name promises."""
    sizes = objects.sizes([one.blob for one in some if one.blob])
    for one, size in zip(some, sizes, strict=True):
        if size > size_limit(one.file):
            raise Hazard(Phrase("« {path} » est trop grand.", path=one.file))
    for one in some:
        if one.blob and medium_of(one.file):
            for data in objects.blobs([one.blob], limit=size_limit(one.file)):
                check_medium(one.file, data)
    return sum(sizes)


def _judge_anew(
    objects: Objects, known: KnownFiles, before: bytes | None, *, rules: Rules, told: _Told
) -> None:
    """Begin the list again with all the files of the old tip."""
    known.clear()
    if before is None:
        return
    there = changes(objects, [Step(None, tree_of(objects, before))])
    files = {one.file: one.blob for one in there if one.blob is not None}
    told.media.update(files)
    for _, judged in _judge(objects, known, files, rules=rules):
        told.page_ids.add(judged.page_id)


def _apply(known: KnownFiles, brought: _Brought) -> tuple[set[str], dict[str, bytes]]:
    """Ids of pages that stood in the files that changed, and the files that hold something new."""
    ids: set[str] = set()
    differing = {}
    for file, blob in brought.files.items():
        had = known.row(file)
        if had is not None:
            ids.add(had.page_id)
        if blob is None:
            known.drop(file)
        elif had is None or had.blob != blob:
            differing[file] = blob
    return ids - {""}, differing


def _judge(
    objects: Objects, known: KnownFiles, files: dict[str, bytes], *, rules: Rules
) -> Iterator[tuple[str, Judged]]:
    texts = {file: blob for file, blob in files.items() if not medium_of(file)}
    for file in files.keys() - texts.keys():
        known.put(file, files[file], Judged())
    contents = objects.blobs(list(texts.values()), limit=FILE_LIMIT_BYTES)
    for (file, blob), data in zip(texts.items(), contents, strict=True):
        judged = judge(file, data, rules)
        known.put(file, blob, judged)
        yield file, judged


def _tell(told: _Told, file: str, judged: Judged) -> None:
    path = PagePath.from_file(file)
    told.page_ids.add(judged.page_id)
    if path is None or not (judged.page_id or judged.reason):
        return
    told.received += 1
    if judged.reason is None and len(told.pages) < PAGES_TOLD:
        told.pages.append((str(path), judged.title))
