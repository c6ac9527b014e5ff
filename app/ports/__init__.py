"""THE SEAMS. Every engine the wiki runs on, as the wiki sees it.

`pages`: what keeps, finds and draws them. `finding`: what an index of words is. `people`: records
of who acts; `accounts`: how they come in. `talk`: what they say to each other. `mail`: letters
that leave. `machine`: pictures, towns, time, locks. `network`: friends. `care`: what keeps the
pages well. All are imported from here.
"""

from app.ports.accounts import Accounts
from app.ports.care import (
    CareRecords,
    Likeness,
    LinkProbe,
)
from app.ports.councils import Councils
from app.ports.finding import (
    ComingSearch,
    FullText,
    SearchChoice,
    SearchEngine,
)
from app.ports.machine import (
    Clock,
    DrawnPages,
    Files,
    Gazetteer,
    Images,
    Kits,
    Lock,
    Parking,
)
from app.ports.mail import (
    MailSender,
    OneUseTokens,
    Outbox,
)
from app.ports.network import (
    Federation,
    Mirrors,
    Proposals,
)
from app.ports.pages import (
    MirrorProjection,
    PageIndex,
    PageStore,
    Projection,
    Renderer,
    Search,
)
from app.ports.people import (
    People,
    Personal,
    Remarks,
    SavedSearches,
    Thanks,
)
from app.ports.talk import (
    Discussions,
    Questions,
    Watching,
)

__all__ = [
    "Accounts",
    "CareRecords",
    "Clock",
    "ComingSearch",
    "Councils",
    "Discussions",
    "DrawnPages",
    "Federation",
    "Files",
    "FullText",
    "Gazetteer",
    "Images",
    "Kits",
    "Likeness",
    "LinkProbe",
    "Lock",
    "MailSender",
    "MirrorProjection",
    "Mirrors",
    "OneUseTokens",
    "Outbox",
    "PageIndex",
    "PageStore",
    "Parking",
    "People",
    "Personal",
    "Projection",
    "Proposals",
    "Questions",
    "Remarks",
    "Renderer",
    "SavedSearches",
    "Search",
    "SearchChoice",
    "SearchEngine",
    "Thanks",
    "Watching",
]
