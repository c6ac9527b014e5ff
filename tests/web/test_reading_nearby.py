"""Neighbours found by squares are those that measuring every distance would find."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.geo import Point, distance_m
from app.theme.maps import Spot
from app.web.reading.nearby import Grid, thinned

points = st.builds(Point, st.floats(40, 52), st.floats(-6, 10))


@dataclass(frozen=True)
class At:
    number: int
    point: Point


@given(st.lists(points, max_size=60), points, st.integers(1, 7))
def test_the_nearest_are_the_nearest(others: list[Point], here: Point, count: int) -> None:
    marks = [At(n, point) for n, point in enumerate(others)]
    found = [km for _, km in Grid(marks).nearest(here, count)]
    measured = sorted(distance_m(here, point) / 1000 for point in others)
    assert found == pytest.approx(measured[:count], abs=1e-6)


@given(st.lists(points, max_size=80), st.integers(1, 20))
def test_a_thinned_map_keeps_some_of_the_spots(others: list[Point], limit: int) -> None:
    spots = [Spot(point, str(n)) for n, point in enumerate(others)]
    kept = thinned(spots, limit)
    assert len(kept) <= limit
    assert bool(kept) == bool(spots)
    assert set(kept) <= set(spots)
