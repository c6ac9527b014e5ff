"""A plain page: a guide, a notice, a welcome. It has the common keys and nothing more."""

from app.domain.kinds.common import CommonKeys


class PlainPage(CommonKeys):
    pass
