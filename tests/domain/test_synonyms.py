import pytest

from app.domain.finding.synonyms import read_groups


def test_groups_are_read_from_the_file() -> None:
    assert read_groups("groups:\n  - [épn, cybercentre]\n".encode()) == (("épn", "cybercentre"),)


@pytest.mark.parametrize(
    "data",
    [None, b"", b"\xff", b"groups: [", b"groups: 3", b"other: 1", b"groups:\n  - [seul, 3]\n"],
)
def test_a_file_that_does_not_read_gives_no_groups(data: bytes | None) -> None:
    assert read_groups(data) == ()
