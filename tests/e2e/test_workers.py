"""Several workers of one server: what one saves, all show."""

from concurrent.futures import ThreadPoolExecutor

from tests import loopback
from tests.e2e.servers import maillage, served
from tests.web.pages import text

SAVES = 24


def test_a_save_through_any_worker_is_read_and_found_through_any_other(tmp_path):
    data = tmp_path / "data"
    maillage("init", "--name", "A", "--base-url", "http://127.0.0.1:8000", "--empty", data=data)
    maillage("user", "add", "a@b.example", "--name", "Ada", "--role", "steward", data=data)
    made = maillage("token", "create", "a@b.example", "--scope", "write", data=data)
    headers = {"Authorization": f"Bearer {made.stdout.strip()}"}

    with served(data, workers=2) as server:

        def save_and_read(number):
            url = f"{server.url}/api/v1/pages/place/lieu-{number}"
            said = {"text": text("place", f"Lieu {number}", "", f"Un mot{number}."), "base": None}
            saved = loopback.put(url, json=said, headers=headers, timeout=60)
            assert saved.status_code == 201, saved.text
            # Each request is a new connection: any worker may take it.
            pages = [loopback.get(url, timeout=60).json()["revision"] for _ in range(4)]
            shown = loopback.get(f"{server.url}/lieux/lieu-{number}", timeout=60)
            found = loopback.get(f"{server.url}/api/v1/search?q=mot{number}", timeout=60).json()
            return (
                set(pages) == {saved.json()["revision"]}
                and f"Un mot{number}." in shown.text
                and found["total"] == 1
            )

        with ThreadPoolExecutor(6) as pool:
            assert all(pool.map(save_and_read, range(SAVES)))

    assert maillage("check", data=data).returncode == 0
