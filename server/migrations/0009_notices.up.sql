-- How a case's person is reached, and what is to be told. Both are sealed by the case's key: destroying it forgets
-- them with the rest. What was delivered is not kept.

CREATE TABLE contacts (
    case_id TEXT PRIMARY KEY REFERENCES cases (id),
    sealed  BLOB NOT NULL
) STRICT;

CREATE TABLE notices (
    id         TEXT PRIMARY KEY,
    case_id    TEXT NOT NULL REFERENCES cases (id),
    kind       TEXT NOT NULL CHECK (kind IN ('received', 'returned', 'refused', 'approved')),
    channel    TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dead', 'withdrawn')),
    sealed     BLOB,
    attempts   INTEGER NOT NULL,
    next_at    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER,
    failure    TEXT
) STRICT;

CREATE INDEX notices_by_turn ON notices (state, next_at);
CREATE INDEX notices_of_case ON notices (case_id);
