"""Makers of repositories, sound and hostile: objects are written byte by byte, as no git would."""

import hashlib
import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.domain.network import Identity, InstanceId, Peer, PeerState, Slice
from app.domain.page_path import PagePath, RevisionId
from federation.documents.values import Head, HeadBundle
from federation.git import Git, init
from federation.sources import FETCH, LOCAL, SealedHead, fetch_bundle

ORIGIN = InstanceId("beta.example")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
BLOB, TREE = b"100644", b"40000"
Entry = tuple[bytes, bytes, bytes]  # mode, name, object


def page_id(number: int) -> str:
    return f"01ARZ3NDEKTSV4RRFFQ6{number:06}"


def page_file(slug: str, kind: str = "place") -> str:
    return PagePath(kind, slug).file


def page(number: int, body: str = "Du pain.", **front: str) -> bytes:
    said = {"id": page_id(number), "title": f"Page {number}", "lang": "fr", "kind": "place"}
    said |= {"licence": "CC-BY-SA-4.0", "status": "published"} | front
    lines = "".join(f"{key}: {value}\n" for key, value in said.items() if value)
    return f"---\n{lines}---\n{body}\n".encode()


def medium(data: bytes, ext: str = "png", licence: str = "CC-BY-4.0") -> dict[str, bytes]:
    name = hashlib.sha256(data).hexdigest()
    stem = f"media/{name[:2]}/{name}"
    return {f"{stem}.{ext}": data, f"{stem}.yaml": f"title: Vue\nlicence: {licence}\n".encode()}


class Owner:
    """A friend's open repository, written without git."""

    def __init__(self, folder: Path) -> None:
        self.git: Git = init(folder)
        self.folder = folder
        self.files: dict[str, bytes] = {}
        self.tip: str | None = None
        self._count = 0

    def put(self, kind: str, data: bytes) -> bytes:
        """A loose object, whatever it says. Its name."""
        whole = f"{kind} {len(data)}\0".encode() + data
        name = hashlib.sha1(whole, usedforsecurity=False).digest()
        file = self.folder / "objects" / name.hex()[:2] / name.hex()[2:]
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(zlib.compress(whole, 1))
        return name

    def tree(self, entries: Sequence[Entry], *, raw: bool = False) -> bytes:
        """`raw` keeps the order given."""
        if not raw:
            entries = sorted(entries, key=lambda e: e[1] + (b"/" if e[0] == b"40000" else b""))
        return self.put("tree", b"".join(mode + b" " + name + b"\0" + target
                                         for mode, name, target in entries))  # fmt: skip

    def entries(self, files: Mapping[str, bytes] | None = None) -> list[Entry]:
        """The root of those files, lists that may still be changed before it is written."""
        top: dict[str, dict[str, bytes] | bytes] = {}
        for file, data in (self.files if files is None else files).items():
            first, _, rest = file.partition("/")
            if rest:
                top.setdefault(first, {})[rest] = data  # type: ignore[index]
            else:
                top[first] = data
        return [
            (b"40000", name.encode(), self.tree(self.entries(said)))
            if isinstance(said, dict)
            else (b"100644", name.encode("utf-8", "surrogateescape"), self.put("blob", said))
            for name, said in top.items()
        ]

    def nested(self, path: str, entries: Sequence[Entry]) -> list[Entry]:
        """The root of a tree with those entries alone in the folder `path`."""
        for part in reversed(path.split("/")):
            entries = [(b"40000", part.encode(), self.tree(entries))]
        return list(entries)

    def save(self, changes: Mapping[str, bytes | None], **how: object) -> str:
        """One commit more on the branch."""
        for file, data in changes.items():
            if data is None:
                del self.files[file]
            else:
                self.files[file] = data
        return self.commit(self.tree(self.entries()), **how)

    def commit(
        self,
        tree: bytes,
        *,
        parents: Sequence[str] | None = None,
        author: str = "Aïcha <01ARZ@beta.example>",
        at: str = "",
        message: bytes = "Écrire\n".encode(),
        extra: str = "",
    ) -> str:
        self._count += 1
        at = at or f"{1_700_000_000 + self._count} +0000"
        parents = ([self.tip] if self.tip else []) if parents is None else parents
        lines = [f"tree {tree.hex()}", *(f"parent {parent}" for parent in parents)]
        lines += [f"author {author} {at}", f"committer {author} {at}"]
        head = "\n".join(lines) + "\n" + extra + "\n"
        return self.point(self.put("commit", head.encode() + message).hex())

    def point(self, tip: str) -> str:
        (self.folder / "refs/heads/open").write_text(f"{tip}\n")
        self.tip = tip
        return tip

    def restart(self) -> None:
        """The next commit is the first one."""
        self.tip = None

    def bundle(self, file: Path) -> HeadBundle:
        self.git.run("bundle", "create", "-q", str(file), "refs/heads/open")
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        return HeadBundle("1-1.bundle", 1, file.stat().st_size, digest)


class LocalSource:
    """A friend whose repository is on this disk. `before_fetch` happens once, in between."""

    def __init__(self, owner: Owner, **head: object) -> None:
        self.owner = owner
        self.said: dict[str, object] = {"epoch": 1, "seq": 1} | head
        self.before_fetch = lambda: None
        self.heads = self.fetches = 0
        self.bundle_file: Path | None = None

    def sealed(self) -> bytes:
        said = {"id": str(ORIGIN), "tip": self.owner.tip, "retracted": []} | self.said
        return json.dumps(said).encode()

    def head(self, *, etag: str = "") -> SealedHead | None:
        self.heads += 1
        data = self.sealed()
        mine = hashlib.sha256(data).hexdigest()
        return None if etag == mine else SealedHead(data, mine)

    def fetch(self, into: Path, head: Head, *, fresh: bool, quota_bytes: int) -> None:
        self.fetches += 1
        self.asked = (head, fresh, quota_bytes)
        self.before_fetch()
        if self.bundle_file is not None:
            fetch_bundle(self.bundle_file, into)
            return
        Git(into).run(
            *FETCH, str(self.owner.folder), "+refs/heads/open:refs/heads/open",
            environment=LOCAL, settings=["fetch.fsckObjects=false"],
        )  # fmt: skip


def open_head(_instance: InstanceId, data: bytes) -> Head:
    said = json.loads(data)
    return Head(
        id=InstanceId(said["id"]),
        epoch=said["epoch"],
        seq=said["seq"],
        tip=RevisionId(said["tip"]) if said["tip"] else None,
        at=datetime(2026, 11, 22, tzinfo=UTC),
        retracted=tuple(said["retracted"]),
    )


def peer(*, slice: Slice | None = None, state: PeerState = PeerState.active) -> Peer:
    identity = Identity(ORIGIN, "Beta", "Occitanie", f"https://{ORIGIN}", "0" * 64, "0000")
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Peer(identity, state, slice or Slice(), at, "Alma")


_PIECE = b"x" * 65_536


def bomb(owner: Owner, file: Path, *, size_bytes: int) -> Path:
    """A bundle of some kilobytes whose tip has a page of that size: a delta that copies one piece
    again and again. The rest of the repository comes with it."""
    times = size_bytes // len(_PIECE)
    huge = hashlib.sha1(f"blob {times * len(_PIECE)}\0".encode(), usedforsecurity=False)
    for _ in range(times):
        huge.update(_PIECE)
    leaf = owner.tree([(BLOB, b"moulin.md", huge.digest())])
    owner.commit(owner.tree(owner.nested("pages/place", [(TREE, b"mo", leaf)])))
    base = hashlib.sha1(f"blob {len(_PIECE)}\0".encode() + _PIECE, usedforsecurity=False).digest()
    delta = _number(len(_PIECE)) + _number(times * len(_PIECE)) + b"\x80" * times
    packed = [_packed(3, _PIECE), _header(7, len(delta)) + base + zlib.compress(delta, 9)]
    for loose in owner.folder.glob("objects/??/*"):
        head, _, data = zlib.decompress(loose.read_bytes()).partition(b"\0")
        packed.append(_packed({b"commit": 1, b"tree": 2, b"blob": 3}[head.split()[0]], data))
    pack = b"PACK" + struct.pack(">II", 2, len(packed)) + b"".join(packed)
    pack += hashlib.sha1(pack, usedforsecurity=False).digest()
    file.write_bytes(f"# v2 git bundle\n{owner.tip} refs/heads/open\n\n".encode() + pack)
    return file


def _packed(kind: int, data: bytes) -> bytes:
    return _header(kind, len(data)) + zlib.compress(data)


def _header(kind: int, size: int) -> bytes:
    out, size = [kind << 4 | size & 15], size >> 4
    while size:
        out[-1] |= 128
        out.append(size & 127)
        size >>= 7
    return bytes(out)


def _number(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])
