"""What an instance answers to another one that asks for what it cannot have."""


class WireError(Exception):
    """Becomes `application/problem+json`. `name` is stable; `sentence` is French, for a person."""

    def __init__(
        self, status: int, name: str, sentence: str, *, retry_after_s: int | None = None
    ) -> None:
        super().__init__(sentence)
        self.status, self.name, self.sentence = status, name, sentence
        self.retry_after_s = retry_after_s
