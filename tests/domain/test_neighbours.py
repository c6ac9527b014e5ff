"""Who may have a place among its nearest is found from the place alone."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.geo import Point, distance_m
from app.domain.neighbours import may_see

COUNT = 2
POINTS = st.builds(
    Point,
    st.one_of(st.floats(-89, 89), st.integers(42, 50).map(float)),
    st.one_of(st.floats(-179, 179), st.integers(-4, 8).map(float)),
)


def has_it(one: Point, centre: Point, others: list[Point]) -> bool:
    """Fewer than COUNT of the others are nearer."""
    away = distance_m(one, centre)
    return sum(1 for other in others if distance_m(one, other) < away * (1 - 1e-9)) < COUNT


@given(POINTS, st.lists(POINTS, max_size=25))
def test_nobody_who_has_it_among_the_nearest_is_missed(centre, points):
    others = dict(enumerate(points))
    found = may_see(centre, others, count=COUNT)
    for name, point in others.items():
        rest = [at for key, at in others.items() if key != name]
        assert name in found or not has_it(point, centre, rest)


def test_few_are_named_where_many_stand():
    others = {(i, j): Point(43 + i / 10, 1 + j / 10) for i in range(30) for j in range(30)}
    assert len(may_see(Point(44.46, 2.46), others)) <= 8 * 6
