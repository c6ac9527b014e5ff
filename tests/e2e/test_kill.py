"""A server killed in the middle of its work loses nothing it had said was saved."""

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests import loopback
from tests.e2e.servers import maillage, served
from tests.web.pages import text

SAVES = 200
KILLED_AFTER = 60


def test_every_acknowledged_save_survives_kill_9(tmp_path):
    data = tmp_path / "data"
    maillage("init", "--name", "A", "--base-url", "http://127.0.0.1:8000", "--empty", data=data)
    maillage("user", "add", "a@b.example", "--name", "Ada", "--role", "steward", data=data)
    made = maillage("token", "create", "a@b.example", "--scope", "write", data=data)
    headers = {"Authorization": f"Bearer {made.stdout.strip()}"}

    kept = _save_until_killed(data, headers)
    with served(data) as server:
        for slug, revision in kept.items():
            page = loopback.get(f"{server.url}/api/v1/pages/place/{slug}").json()
            assert page["revision"] == revision
            assert f"Le texte {slug}" in page["text"]
        found = loopback.get(f"{server.url}/api/v1/search?q=texte").json()
        assert found["total"] >= len(kept)
        assert loopback.get(f"{server.url}/readyz").status_code == 200

    assert KILLED_AFTER <= len(kept) < SAVES
    checked = maillage("check", data=data)
    assert checked.returncode == 0, checked.stderr


def _save_until_killed(data, headers):
    """Revisions by slug of every save that was answered with success before the end."""
    kept, enough = {}, threading.Event()
    with served(data) as server, loopback.Client(headers=headers, timeout=30) as client:

        def save(number):
            slug = f"lieu-{number}"
            said = {"text": text("place", f"Lieu {number}", "", f"Le texte {slug}."), "base": None}
            try:
                answer = client.put(f"{server.url}/api/v1/pages/place/{slug}", json=said)
            except httpx.HTTPError:
                return
            if answer.status_code == 201:
                kept[slug] = answer.json()["revision"]
            if len(kept) >= KILLED_AFTER:
                enough.set()

        with ThreadPoolExecutor(4) as pool:
            for number in range(SAVES):
                pool.submit(save, number)
            assert enough.wait(120)
            server.kill()
            pool.shutdown(cancel_futures=True)
    return kept
