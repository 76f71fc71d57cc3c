-- When the service was there: one row that is written again and again, and a row for each time it was not.

CREATE TABLE service_seen (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    first_at INTEGER NOT NULL,
    seen_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE outages (
    from_at  INTEGER PRIMARY KEY,
    until_at INTEGER NOT NULL CHECK (until_at > from_at)
) STRICT;

CREATE TABLE maintenance (
    from_at      INTEGER PRIMARY KEY,
    until_at     INTEGER NOT NULL CHECK (until_at > from_at),
    reason       TEXT NOT NULL,
    announced_at INTEGER NOT NULL CHECK (announced_at <= from_at)
) STRICT;
