"""Many pages scored at once have the scores that each has by itself, to the last bit."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.finding.scoring import Scale

NUMBERS = st.floats(0, 20)
PAGES = st.lists(st.tuples(NUMBERS, st.floats(0, 1.5), st.floats(0.5, 1)), max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.floats(0.01, 9), min_size=1, max_size=4), PAGES)
def test_all_at_once_are_as_one_by_one(
    rarities: list[float], pages: list[tuple[float, float, float]]
) -> None:
    scale, rarity = Scale(rarities), rarities[0]
    covered = scale.each_covers(rarity, (worth for _total, worth, _factor in pages))
    assert covered == [scale.covers(rarity, worth) for _total, worth, _factor in pages]
    totals, _worths, factors = zip(*pages, strict=True) if pages else ((), (), ())
    assert scale.values(totals, covered, factors) == [
        scale.value(total, held, factor, same_title=False)
        for total, held, factor in zip(totals, covered, factors, strict=True)
    ]
