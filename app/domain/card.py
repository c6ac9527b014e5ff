"""What the picture says that stands for a page where it is shared."""

import hashlib
from dataclasses import astuple, dataclass

WIDTH, HEIGHT = 1200, 630
# Goes up with any change to how cards are drawn, so that none drawn before is handed out.
DRAWING = 1


@dataclass(frozen=True, slots=True)
class Card:
    """`kind` chooses the drawing, `kind_word` is what people call it; `colour` is #rrggbb."""

    title: str
    kind: str
    kind_word: str
    network: str
    colour: str

    @property
    def name(self) -> str:
        """The same for cards that look the same."""
        said = "\0".join([str(DRAWING), *astuple(self)])
        return hashlib.sha256(said.encode(errors="replace")).hexdigest()
