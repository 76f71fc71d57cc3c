-- Accounts that approvals issued, named by their case. Whose they are is sealed by a key of the account's own: it lives
-- longer than the case's. Requests for locks, locks, and notices that outlive the case.

CREATE TABLE accounts (
    case_id              TEXT PRIMARY KEY,
    subject              BLOB NOT NULL,
    subject_kind         TEXT NOT NULL CHECK (subject_kind IN ('citizen', 'foreigner', 'organisation', 'dependant')),
    office               TEXT NOT NULL,
    state                TEXT NOT NULL CHECK (state IN ('issued', 'notified', 'activated', 'lapsed')),
    issued_at            INTEGER NOT NULL,
    notified_at          INTEGER,
    activated_at         INTEGER,
    -- An officer, where the application did not.
    activated_by         TEXT REFERENCES officers (id),
    card_end             TEXT,
    -- The last step of warning that the owner was told.
    warned_days          INTEGER,
    password_changed_on  TEXT,
    password_notified_on TEXT,
    ended_at             INTEGER,
    wrapped_key          BLOB NOT NULL,
    sealed               BLOB NOT NULL,
    CHECK (state NOT IN ('notified', 'lapsed') OR notified_at IS NOT NULL),
    CHECK ((state = 'activated') = (activated_at IS NOT NULL))
) STRICT;

-- Nobody has two accounts that count.
CREATE UNIQUE INDEX accounts_of_subject ON accounts (subject) WHERE ended_at IS NULL;
CREATE INDEX accounts_by_state ON accounts (state, notified_at) WHERE ended_at IS NULL;

CREATE TABLE lock_requests (
    id         TEXT PRIMARY KEY,
    case_id    TEXT NOT NULL REFERENCES accounts (case_id),
    wanted     TEXT NOT NULL CHECK (wanted IN ('lock', 'unlock')),
    -- The cause, or the lock that is to end.
    what       TEXT NOT NULL,
    sealed     BLOB NOT NULL,
    asked_by   TEXT NOT NULL REFERENCES officers (id),
    asked_at   INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'granted', 'refused')),
    decided_by TEXT REFERENCES officers (id),
    decided_at INTEGER,
    -- Four eyes, also against a mistake in the program.
    CHECK (decided_by IS NULL OR decided_by <> asked_by),
    CHECK ((state = 'waiting') = (decided_at IS NULL))
) STRICT;

CREATE INDEX lock_requests_waiting ON lock_requests (asked_at) WHERE state = 'waiting';
CREATE INDEX lock_requests_of_account ON lock_requests (case_id);

CREATE TABLE account_locks (
    id        TEXT PRIMARY KEY,
    case_id   TEXT NOT NULL REFERENCES accounts (case_id),
    cause     TEXT NOT NULL,
    -- Who locked: an officer, a source, the timer of the profile.
    actor     TEXT NOT NULL,
    request   TEXT REFERENCES lock_requests (id),
    locked_at INTEGER NOT NULL,
    opened_at INTEGER
) STRICT;

CREATE INDEX account_locks_of_account ON account_locks (case_id) WHERE opened_at IS NULL;

DROP INDEX notices_by_turn;
DROP INDEX notices_of_case;
ALTER TABLE notices RENAME TO notices_before;
CREATE TABLE notices (
    id         TEXT PRIMARY KEY,
    -- The case, or the account that has its name.
    case_id    TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('received', 'returned', 'refused', 'approved', 'activation_late',
                 'locked', 'unlocked', 'validity_ends', 'password_due')),
    channel    TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dead', 'withdrawn')),
    sealed     BLOB,
    attempts   INTEGER NOT NULL,
    next_at    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER,
    failure    TEXT
) STRICT;
INSERT INTO notices SELECT * FROM notices_before;
DROP TABLE notices_before;
CREATE INDEX notices_by_turn ON notices (state, next_at);
CREATE INDEX notices_of_case ON notices (case_id);

ALTER TABLE source_events RENAME TO source_events_before;
DROP INDEX source_events_of_subject;
CREATE TABLE source_events (
    event       TEXT PRIMARY KEY,
    source      TEXT NOT NULL CHECK (source IN ('population', 'id_card', 'immigration', 'organisation', 'agency')),
    change      TEXT NOT NULL CHECK (change IN ('changed', 'locked', 'died', 'restored', 'activated',
                  'password_changed')),
    subject     BLOB NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;
INSERT INTO source_events SELECT * FROM source_events_before;
DROP TABLE source_events_before;
CREATE INDEX source_events_of_subject ON source_events (subject, received_at);
