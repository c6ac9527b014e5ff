"""What a template says the same each time it is drawn, said once when it is compiled.

Words of the catalogue, icons and addresses of assets depend on nothing but the language and the
theme. Of a page that is drawn ten thousand times they take a third of the time; of what is left, a
fourth is what Jinja looks up again for each page, and makes of each text that it puts in one.
"""

import re
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

# What templates say words of the catalogue by: HTML, with places for values (`%(n)s`).
WORDS = "_"

_SIGNS = re.compile("[&<>\"']")

# By the name that templates call it by: what gives the same for the same text.
Steady = Mapping[str, Callable[[str], str]]


def shown(value: Any) -> str:
    """As `escape` shows it; but what is put in a page at once need not be told from what is not
    HTML any more."""
    if type(value) is str and not _SIGNS.search(value):
        return value
    return value if type(value) is Markup else escape(value)


class _Code(CodeGenerator):
    """Python of a template: what it puts in the page goes through `shown`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class _Values(Context):
    """What a template is drawn with. Macros take nothing of it, so it is not offered to them."""

    def call(self, called: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        if type(called) is not Macro:
            return super().call(called, *args, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(*args, **named)


class FoldingEnvironment(Environment):
    """Calls of what is `steady` with one text stand as their result in what is compiled: it is of
    one language, and no cache of templates may be shared with another. Of words that have places
    for values, `_("%(n)s pages", n=n)`, the values alone are left for later."""

    steady: Steady
    shown = staticmethod(shown)
    code_generator_class = _Code
    context_class = _Values

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._read: dict[str, Template] = {}

    def get_template(self, name: Any, *parent: Any, **options: Any) -> Template:
        """Asked for again by each page; folders of templates are read once."""
        if options:
            return super().get_template(name, *parent, **options)
        if name not in self._read:
            self._read[name] = super().get_template(name, *parent)
        return self._read[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One set of names for all templates, not a chain: each include copies it."""
        return super().make_globals(d) if d else self.globals

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
