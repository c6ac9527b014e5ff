"""Several servers, one file: they begin at once and settle at once."""

import subprocess
import sys
from pathlib import Path

from app.domain.proposal import ProposalState
from app.engines.sql.database import Database
from app.engines.sql.migrations import migrate
from federation.records import FederationRecords
from tests.federation.test_records import offered

ROOT = Path(__file__).parents[2]
# Waits for a line, so that all stand at the same point before one of them goes on.
OPEN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from app.domain.errors import AlreadyDecided
from app.domain.proposal import Outcome, ProposalId, ProposalState
from app.engines.sql.database import Database
from app.engines.sql.migrations import migrate
from federation.records import FederationRecords
file, proposal, state = Path(sys.argv[1]), ProposalId(sys.argv[2]), ProposalState(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
records = FederationRecords(Database(file, durable=True), migrate)
print("open", flush=True)
sys.stdin.readline()
outcome = Outcome(proposal, state, "", None, datetime.now(UTC))
try:
    records.settle(outcome, expects=[ProposalState.delivered], told=False)
    print("won", state.value, flush=True)
except AlreadyDecided as refused:
    print("lost", refused.state, flush=True)
"""


def process(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OPEN, *arguments],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def said_by(servers: list[subprocess.Popen[str]]) -> list[str]:
    return [(one.stdout and one.stdout.readline().strip()) or "" for one in servers]


def go_on(servers: list[subprocess.Popen[str]]) -> None:
    for one in servers:
        assert one.stdin
        one.stdin.write("\n")
        one.stdin.flush()


def test_servers_that_begin_and_settle_at_once_agree(tmp_path: Path) -> None:
    file, proposal = tmp_path / "federation.sqlite", offered()
    ends = (ProposalState.accepted, ProposalState.declined, ProposalState.stale)
    servers = [process(str(file), proposal.id.value, state.value) for state in ends]
    try:
        assert said_by(servers) == ["ready"] * 3
        go_on(servers)
        assert said_by(servers) == ["open"] * 3
        records = FederationRecords(Database(file, durable=True), migrate)
        records.add(proposal)
        go_on(servers)
        said = sorted(said_by(servers))
        won = records.get(proposal.id).state.value
        assert said == [f"lost {won}", f"lost {won}", f"won {won}"]
        records.close()
    finally:
        for one in servers:
            one.communicate()
