"""How well the engines of search answer what people type. Queries of the part that is kept aside
are shown only with --explain-aside, which is for the last report and never for tuning."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.relevance import telling
from tests.relevance.engines import ENGINES
from tests.relevance.judged import PARTS, read
from tests.relevance.measuring import Answer, Figures, ask, figures

Found = dict[tuple[str, str], tuple[Answer, ...]]


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    parts = list(PARTS) if chosen.part == "all" else [chosen.part]
    found = measured(chosen.engine or list(ENGINES), parts)
    told = [figures(engine, part, answers) for (engine, part), answers in found.items()]
    print(telling.table(told))
    shown = {part for part in parts if part != "aside" or chosen.explain_aside}
    if chosen.misses:
        _tell_misses(found, shown, chosen.misses)
    if chosen.json:
        chosen.json.write_text(_as_json(found, told, shown) + "\n", "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description=__doc__)
    parser.add_argument(
        "engine", nargs="*", choices=[*ENGINES, []], help="which; all when none is named"
    )
    parser.add_argument("--part", choices=[*PARTS, "all"], default="all")
    parser.add_argument("--misses", type=int, metavar="N", help="explain the N worst answers")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--explain-aside", action="store_true", help="show queries kept aside too")
    return parser


def measured(engines: Sequence[str], parts: Sequence[str]) -> Found:
    """The answers of each engine to each part."""
    found: Found = {}
    for engine in engines:
        with TemporaryDirectory() as folder, ENGINES[engine](Path(folder)) as search:
            for part in parts:
                found[engine, part] = ask(search, read(part))
    return found


def _tell_misses(found: Found, shown: set[str], number: int) -> None:
    for (engine, part), answers in found.items():
        print(f"\n## {engine}, {part}\n\n{telling.by_type(answers)}")
        if part in shown:
            print(f"\n{telling.misses(answers, number)}")


def _as_json(found: Found, told: Sequence[Figures], shown: set[str]) -> str:
    answers: list[dict[str, Any]] = [
        {"engine": engine, "part": part, "query": a.judged.query, "type": a.judged.type,
         "ndcg": a.ndcg, "reciprocal_rank": a.reciprocal_rank, "recall": a.recall,
         "hits": a.hits}
        for (engine, part), of_part in found.items() if part in shown
        for a in of_part
    ]  # fmt: skip
    whole = {"figures": [asdict(one) for one in told], "answers": answers}
    return json.dumps(whole, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(main())
