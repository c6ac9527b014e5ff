"""Pages grown from a seed: everything the dialect has, in every mix a person might leave behind."""

import random
from collections.abc import Callable

WORDS = """lieu tiers conciergerie atelier été œuvre café « essaimage » l’accueil 日本 Ægir straße
    naïve 51/29/20 a_b snake_case_name 5*3 2^10 100% & < > fin. Quoi ? Non ! e.g. #1 +33 – — …
    C++ {x} ~env~ $5 @nom 1. 2) - + = | \\ \\* &amp; &copy; &nbsp; &#8211; :: : :::
    emoji🌱 العربية""".split()
LINKS = (
    "[[Café PLUM]]",
    "[[place/le-100]]",
    "[[place/le-100|le Cent]]",
    "[[lyon.example/method/x|là-bas]]",
    "[[Titre avec | barre]]",
    "[[ espaces ]]",
    "[[a|b|c]]",
    "[[]]",
    "[[non fini",
    "[[a]] [[b]]",
)
EDGES = (
    "**a**b",
    "a**b**",
    "*a*b*c*",
    "***tous***",
    "**a *b***",
    "*a **b***",
    "** pas **",
    "_a_b_",
    "__a__",
    "*a**b*",
    "**[x](/u)**",
    "[**x**](/u)",
    "*[[Page]]*",
    "**`code`**",
    "~~raye~~",
    "~a~",
    "~~a~b~~",
    "**« mot »**",
    "*l’*été",
    "**gras.**suite",
    "a * b * c",
    "*a\nb*",
    "\\*non\\*",
    "_**x**_",
    "**_x_**",
    "<b>brut</b>",
    "<script>alert(1)</script>",
    "<!-- x -->",
    "<https://a.fr/b>",
    "<moi@x.example>",
    "&lt;b&gt;",
    "https://x.fr/a_b(c).",
    "(https://x.fr)",
    "http://é.fr/é?a=b&c=d",
    "[x](</a b>)",
    '[x](/u "t\\"i")',
    "[x](/é)",
    "[r]",
    "[mot][r]",
    "[r][]",
    "[x]: y",
    "![alt *em*](/media/a.png)",
    '![a](/b.png "t")',
    "![](/x)",
    "[![a](/i.png)](/l)",
    "`` a`b ``",
    "` `",
    "`a|b`",
    "`[[x]]`",
    "fin\\",
    "a  \nb",
    "a\\\nb",
    "[^1]",
    "[^note]",
    "[^absente]",
    "\\[[x]]",
    "\\#",
    "\\",
    "x[ ]",
    "[x] y",
    "https\\://x.fr",
    "![[x]]",
)


class Grower:
    """One page from one seed; the same seed gives the same page."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def page(self) -> str:
        blocks = [self.block(0) for _ in range(self.dice.randint(1, 9))]
        gaps = [self.dice.choice(["\n\n", "\n\n", "\n\n", "\n\n\n", "\n", "\n \n"]) for _ in blocks]
        text = "".join(b + g for b, g in zip(blocks, gaps, strict=True))
        if self.dice.random() < 0.7:
            text += '[r]: /ref "titre"\n\n[^1]: Une note.\n\n[^note]: Longue\n\n    suite *ici*\n'
        if self.dice.random() < 0.2:
            text = text.rstrip("\n")
        if self.dice.random() < 0.1:
            text = "\n\n" + text
        return text.replace("\n", "\r\n") if self.dice.random() < 0.1 else text

    def line(self) -> str:
        found = []
        for _ in range(self.dice.randint(1, 9)):
            roll = self.dice.random()
            source = WORDS if roll < 0.7 else (LINKS if roll < 0.8 else EDGES)
            found.append(self.dice.choice(source))
        return " ".join(found)

    def block(self, depth: int) -> str:
        kinds: list[Callable[[int], str]] = [
            self.paragraph, self.paragraph, self.heading, self.items, self.items, self.table,
            self.fence, self.indented, self.quote, self.directive, self.quiz, self.rule,
        ]  # fmt: skip
        return self.dice.choice(kinds[:2] if depth > 2 else kinds)(depth)

    def paragraph(self, _depth: int) -> str:
        return "\n".join(self.line() for _ in range(self.dice.randint(1, 3)))

    def heading(self, _depth: int) -> str:
        if self.dice.random() < 0.3:
            return f"{self.line()}\n{self.dice.choice(['===', '---', '-'])}"
        marks, words = "#" * self.dice.randint(1, 6), self.line().splitlines()[0]
        return f"{marks} {words}{self.dice.choice(['', ' ##'])}"

    def items(self, depth: int) -> str:
        sign = self.dice.choice(["-", "*", "+", "1.", "3.", "1)"])
        between = self.dice.choice(["\n", "\n", "\n\n"])
        task = self.dice.random() < 0.25
        found = []
        for n in range(self.dice.randint(1, 4)):
            mark = sign if sign[0] in "-*+" else f"{int(sign[:-1]) + n}{sign[-1]}"
            box = self.dice.choice(["[ ] ", "[x] ", "[X] ", ""]) if task else ""
            inner = self.line()
            if self.dice.random() < 0.35:
                inner += self.dice.choice(["\n", "\n\n"]) + self.block(depth + 1)
            found.append(f"{mark} {box}{_indent(inner, len(mark) + 1)}")
        return between.join(found)

    def table(self, _depth: int) -> str:
        width = self.dice.randint(1, 4)
        sides = [self.dice.choice(["---", ":--", "--:", ":-:", "-"]) for _ in range(width)]
        rows = [[self.cell() for _ in range(width)] for _ in range(self.dice.randint(1, 4))]
        lines = [rows[0], sides, *rows[1:]]
        edge = self.dice.choice([("| ", " |"), ("|", "|"), ("", " |")])
        return "\n".join(edge[0] + " | ".join(line) + edge[1] for line in lines)

    def cell(self) -> str:
        choices = [
            "a",
            "12,5 €",
            "",
            "`a\\|b`",
            "a \\| b",
            "**x**",
            "[[Page|mot]]",
            "[[a\\|b]]",
            "é[^1]",
            "[l](/u)",
        ]
        return self.dice.choice([*choices, "`x`", "<br>", "*[[P]]*", "\\\\", "https://x.fr"])

    def fence(self, _depth: int) -> str:
        sign = self.dice.choice(["```", "~~~", "````"])
        code = self.dice.choice(
            ["a = 1\n\n  b", "<b>", "```x", ":::\n", "", "| a |\n|---|", "[[x|y]]"]
        )
        return f"{sign}{self.dice.choice(['', 'python', ' js {1}'])}\n{code}\n{sign}"

    def indented(self, _depth: int) -> str:
        return "    code <b>\n\n      suite |"

    def quote(self, depth: int) -> str:
        return "\n".join(f"> {line}" for line in self.block(depth + 1).split("\n"))

    def directive(self, depth: int) -> str:
        name = self.dice.choice(
            ["note", "note Attention : à lire", "steps", "inconnu a=b", "Note", "list kind=place"]
        )
        colons = ":" * self.dice.choice([3, 3, 3, 4])
        inner = "\n\n".join(self.block(depth + 1) for _ in range(self.dice.randint(0, 2)))
        closing = "" if self.dice.random() < 0.05 else f"\n{colons}"
        return f"{colons}{name}\n{inner}{closing}"

    def quiz(self, _depth: int) -> str:
        answers = "\n".join(
            f"- [{self.dice.choice(' x')}] {self.line()}\n  > {self.line()}" for _ in range(2)
        )
        return f":::quiz id=q{self.dice.randint(1, 3)}\n{self.line()}\n\n{answers}\n:::"

    def rule(self, _depth: int) -> str:
        return self.dice.choice(["---", "***", "_ _ _"])


def _indent(text: str, width: int) -> str:
    return text.replace("\n", "\n" + " " * width)


def grown(count: int, *, seed: int = 1) -> list[str]:
    return [Grower(seed * 100_003 + n).page() for n in range(count)]
