"""Facets counted by bits, against counting one document after the other."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.engines.search_whoosh.counting import Tally, bits_of

VALUES = [(), ("a",), ("b", "a"), ("c",), ("c", "a", "d")]
SEGMENTS = st.lists(st.lists(st.tuples(st.sampled_from(range(5)), st.booleans()), max_size=20))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SEGMENTS)
def test_counts_are_those_of_all_segments(segments: list[list[tuple[int, bool]]]) -> None:
    parts, hits, start = [], 0, 0
    for documents in segments:
        numbers = [number for number, _hit in documents]
        parts.append((start, Tally.of(len(documents), numbers, VALUES)))
        hits |= bits_of(bytes(hit for _number, hit in documents)) << start
        start += len(documents)
    counts = Tally.joined(parts).counts(hits)
    each = (value for of in segments for number, hit in of if hit for value in VALUES[number])
    assert counts == Counter(each)
    assert list(counts) == sorted(counts, key=lambda value: (-counts[value], value))
