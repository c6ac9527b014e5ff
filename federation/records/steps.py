"""How the tables came to be. Times are microseconds since 1970 (UTC).

A step that stood in a release is never edited: what changes is a new step at the end.
"""

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE peers (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, region TEXT NOT NULL, base_url TEXT NOT NULL,
            keyid TEXT NOT NULL, fingerprint TEXT NOT NULL, recovery TEXT NOT NULL,
            revoked_at BIGINT, state TEXT NOT NULL, shown TEXT NOT NULL, media_bytes BIGINT,
            enrolled_at BIGINT NOT NULL, enrolled_by TEXT NOT NULL)""",
        """CREATE TABLE peer_keys (
            peer TEXT NOT NULL, keyid TEXT NOT NULL, raw TEXT NOT NULL, until BIGINT,
            place INTEGER NOT NULL, PRIMARY KEY (peer, keyid))""",
        """CREATE TABLE blocked_people (
            peer TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (peer, person))""",
        """CREATE TABLE visits (
            peer TEXT PRIMARY KEY, next_at BIGINT, failures INTEGER NOT NULL DEFAULT 0,
            last_success_at BIGINT, alarm TEXT NOT NULL DEFAULT '')""",
        """CREATE TABLE reports (
            number INTEGER PRIMARY KEY AUTOINCREMENT, peer TEXT NOT NULL,
            outcome TEXT NOT NULL, started_at BIGINT NOT NULL, took_s REAL NOT NULL,
            said TEXT NOT NULL)""",
        "CREATE INDEX reports_of_peer ON reports (peer, number)",
        """CREATE TABLE proposals (
            id TEXT PRIMARY KEY, way TEXT NOT NULL, peer TEXT NOT NULL, page_id TEXT NOT NULL,
            path TEXT NOT NULL, title TEXT NOT NULL, base TEXT NOT NULL, licence TEXT NOT NULL,
            steps TEXT NOT NULL, made_at BIGINT NOT NULL, changed_at BIGINT NOT NULL,
            state TEXT NOT NULL, reason TEXT NOT NULL, blob TEXT, told INTEGER NOT NULL,
            person TEXT NOT NULL, seen_head TEXT, decided_by TEXT NOT NULL,
            kept_at BIGINT NOT NULL, size_bytes BIGINT NOT NULL,
            retry_at BIGINT NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0)""",
        "CREATE INDEX proposals_of_peer ON proposals (peer, way, state)",
        "CREATE INDEX proposals_of_page ON proposals (page_id)",
        "CREATE INDEX proposals_to_tell ON proposals (told, state, retry_at)",
        """CREATE TABLE proposal_media (
            proposal TEXT NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL,
            sidecar TEXT NOT NULL, PRIMARY KEY (proposal, name))""",
        "CREATE TABLE own (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    ),
)
