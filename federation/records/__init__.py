"""What federation must remember and no log can give back: friends and their keys, what they last
said, visits, and changes offered both ways.

This room knows SQL and nothing of the wire. Every write is one transaction that survives a power
cut; several processes may use the same file.
"""

from federation.records.erasing import ErasingRecords
from federation.records.own import OwnRecords
from federation.records.peers import PeerRecords, Pinned
from federation.records.proposals import ProposalRecords
from federation.records.steps import STEPS
from federation.records.storage import Database, Migrate
from federation.records.visits import Visit, VisitRecords

__all__ = ["FederationRecords", "Pinned", "Visit"]


class FederationRecords(PeerRecords, VisitRecords, ProposalRecords, OwnRecords, ErasingRecords):
    """The port `Proposals`, and all the rest. `migrate` is that of the SQL engine."""

    def __init__(self, database: Database, migrate: Migrate) -> None:
        self._database = database
        migrate(database, "federation", STEPS)

    def close(self) -> None:
        self._database.close()
