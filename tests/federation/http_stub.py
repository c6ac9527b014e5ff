"""A stub of the instance behind the routes, over a real repository."""

from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI

from federation.errors import WireError
from federation.routes import make_router
from federation.routes_pace import Pace
from federation.serve_git import ServeLimits

PROPOSAL_ID = "0b54b0a6-6b45-4c7e-9f0f-2f1f6b1c9d11"


@dataclass
class Stub:
    """Answers that a test can change."""

    folder: Path
    sealed_head: bytes | None = b'{"payload": "1"}'
    revoked: bytes | None = None
    received: list[tuple[bytes, str]] = field(default_factory=list)
    outcomes: list[bytes] = field(default_factory=list)

    def own_document(self) -> bytes:
        return b'{"payload": "alpha"}'

    def head(self) -> bytes:
        if self.sealed_head is None:
            raise WireError(503, "not_ready", "Pas encore.", retry_after_s=30)
        return self.sealed_head

    def bundle_file(self, name: str) -> Path | None:
        file = self.folder.parent / name
        return file if file.is_file() else None

    def open_folder(self) -> Path:
        return self.folder

    def receive_proposal(self, body: bytes, sender_address: str) -> bytes | dict[str, object]:
        if body == b"bad":
            raise WireError(401, "signature", "La signature n’est pas la bonne.")
        self.received.append((body, sender_address))
        return {"id": PROPOSAL_ID, "state": "received"}

    def proposal_status(self, proposal_id: str) -> bytes:
        if proposal_id != PROPOSAL_ID:
            raise WireError(404, "not_found", "Cette proposition n’existe pas ici.")
        return b'{"payload": "state"}'

    def receive_outcome(self, body: bytes) -> dict[str, object] | None:
        self.outcomes.append(body)
        return {"id": PROPOSAL_ID} if body == b"{}" else None

    def revocation(self) -> bytes | None:
        return self.revoked

    def node_info(self) -> dict[str, object]:
        return {"version": "2.1", "software": {"name": "maillage", "version": "1"}}


def app_of(stub: Stub, *, limits: ServeLimits | None = None, pace: Pace | None = None) -> FastAPI:
    app = FastAPI(openapi_url=None)
    app.include_router(make_router(stub, git_limits=limits, pace=pace))
    return app
