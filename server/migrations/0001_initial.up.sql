-- Moments are milliseconds since 1970-01-01T00:00:00Z; identifiers are UUID text. Written in SQLite's words:
-- for PostgreSQL, BLOB becomes BYTEA, INTEGER becomes BIGINT and STRICT goes. What one engine alone has
-- stands below `--only sqlite` or `--only postgres`, up to `--both` or the end.

CREATE TABLE officers (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('receiving', 'approving', 'senior')),
    office        TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;

-- Keyed by a digest of what was typed, known officer or not: a lock says nothing about who exists.
CREATE TABLE sign_in_failures (
    typed        BLOB PRIMARY KEY,
    failures     INTEGER NOT NULL,
    last_at      INTEGER NOT NULL,
    locked_until INTEGER NOT NULL
) STRICT;

CREATE TABLE terminals (
    id          TEXT PRIMARY KEY,
    public_key  TEXT NOT NULL,
    enrolled_at INTEGER NOT NULL,
    revoked_at  INTEGER
) STRICT;

CREATE TABLE sessions (
    id         TEXT PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    officer    TEXT NOT NULL REFERENCES officers (id),
    terminal   TEXT NOT NULL REFERENCES terminals (id),
    started_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;

CREATE TABLE cases (
    id               TEXT PRIMARY KEY,
    submission       TEXT NOT NULL UNIQUE,
    terminal         TEXT NOT NULL REFERENCES terminals (id),
    session          TEXT NOT NULL REFERENCES sessions (id),
    submitter        TEXT NOT NULL REFERENCES officers (id),
    subject          BLOB,
    subject_kind     TEXT NOT NULL CHECK (subject_kind IN ('citizen', 'foreigner', 'organisation', 'dependant')),
    phone            BLOB,
    state            TEXT NOT NULL CHECK (state IN ('queued', 'claimed', 'approved_once', 'returned', 'rejected',
                       'approved', 'account_issued', 'notified', 'purged')),
    terminal_verdict TEXT NOT NULL,
    server_verdict   TEXT NOT NULL,
    findings         TEXT NOT NULL,
    -- What the decree lets an officer decide, as last judged.
    ruling           TEXT NOT NULL,
    risk             TEXT NOT NULL CHECK (risk IN ('ordinary', 'high')),
    level            TEXT NOT NULL CHECK (level IN ('approver', 'senior')),
    received_at      INTEGER NOT NULL,
    due_on           TEXT NOT NULL,
    receipt          TEXT NOT NULL,
    wrapped_key      BLOB NOT NULL,
    fence            INTEGER NOT NULL DEFAULT 0,
    claimed_by       TEXT REFERENCES officers (id),
    claimed_at       INTEGER,
    lease_until      INTEGER,
    first_approver   TEXT REFERENCES officers (id),
    decider          TEXT REFERENCES officers (id),
    reason           TEXT,
    sealed_note      BLOB,
    decided_at       INTEGER,
    -- From then on wrapped_key is empty and nothing opens the sealed parts.
    shredded_at      INTEGER,
    -- Four eyes, also against a mistake in the program.
    CHECK (decider IS NULL OR decider <> submitter),
    CHECK (first_approver IS NULL OR first_approver <> submitter),
    CHECK (first_approver IS NULL OR decider IS NULL OR decider <> first_approver),
    CHECK (state NOT IN ('approved', 'account_issued', 'notified')
           OR (server_verdict = 'genuine' AND decider IS NOT NULL
               AND (risk = 'ordinary' OR first_approver IS NOT NULL))),
    CHECK (state <> 'approved_once' OR first_approver IS NOT NULL),
    CHECK (state NOT IN ('returned', 'rejected') OR (reason IS NOT NULL AND decider IS NOT NULL))
) STRICT;

CREATE INDEX cases_open ON cases (due_on, received_at) WHERE state IN ('queued', 'claimed', 'approved_once');
CREATE INDEX cases_subject ON cases (subject);
CREATE INDEX cases_decided ON cases (decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX cases_phone ON cases (phone);

-- Who confirmed an exception at the counter, by name as told and by identifier where one is known.
CREATE TABLE confirmers (
    case_id TEXT NOT NULL REFERENCES cases (id),
    named   TEXT NOT NULL,
    PRIMARY KEY (case_id, named)
) STRICT;

CREATE TABLE challenges (
    id         TEXT PRIMARY KEY,
    session    TEXT NOT NULL REFERENCES sessions (id),
    octets     BLOB NOT NULL CHECK (length(octets) = 8),
    issued_at  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_by    TEXT REFERENCES cases (id)
) STRICT;

-- Append-only: each row's hash covers the row before it.
CREATE TABLE audit (
    number   INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    detail   TEXT NOT NULL,
    previous BLOB NOT NULL,
    hash     BLOB NOT NULL
) STRICT;

-- What the backend signed for: the number of the log's last entry then, and the JWS.
CREATE TABLE audit_checkpoints (
    number INTEGER PRIMARY KEY,
    signed TEXT NOT NULL
) STRICT;

--only sqlite
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

--only postgres
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END $$;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
