"""What a template says the same each time it is drawn, said once when it is compiled.

Words of the catalogue, icons and addresses of assets depend on nothing but the language and the
theme. Of a page that is drawn ten thousand times they take a third of the time.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

# What templates say words of the catalogue by: HTML, with places for values (`%(n)s`).
WORDS = "_"

# By the name that templates call it by: what gives the same for the same text.
Steady = Mapping[str, Callable[[str], str]]


class FoldingEnvironment(Environment):
    """Calls of what is `steady` with one text stand as their result in what is compiled: it is of
    one language, and no cache of templates may be shared with another. Of words that have places
    for values, `_("%(n)s pages", n=n)`, the values alone are left for later."""

    steady: Steady

    def _generate(self, source: nodes.Template, *place: Any, **more: Any) -> str:
        return super()._generate(_Folded(self.steady).visit(source), *place, **more)


class _Folded(NodeTransformer):
    def __init__(self, steady: Steady) -> None:
        self._steady = steady

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        called = node.node
        if not isinstance(called, nodes.Name) or called.name not in self._steady:
            return node
        if len(node.args) != 1 or node.dyn_args or node.dyn_kwargs:
            return node
        (said,) = node.args
        if not isinstance(said, nodes.Const) or not isinstance(said.value, str):
            return node
        if called.name != WORDS:
            known = nodes.Const(self._steady[called.name](said.value), lineno=node.lineno)
            return node if node.kwargs else known
        words = Markup(self._steady[WORDS](said.value))
        if not node.kwargs:
            return nodes.Const(words % {}, lineno=node.lineno)
        values = [nodes.Pair(nodes.Const(one.key), one.value) for one in node.kwargs]
        return nodes.Mod(nodes.Const(words), nodes.Dict(values), lineno=node.lineno)
