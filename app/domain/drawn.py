"""Where no drawn page is kept."""


class NothingDrawn:
    """See `app.ports.DrawnPages`: each page is drawn anew."""

    revision = ""

    def open(self, *_asked: object) -> "NothingDrawn":
        return self

    def clear(self) -> None: ...

    def get(self, _reference: str) -> None:
        return None

    def put(self, *_drawn: object) -> None: ...

    def keep(self, _revision: str) -> None: ...
