-- Terminals belong to an office and have a certificate for their connections; codes that make one known; what is
-- blocked. Names of offices are those of offices.toml, which also says which office is above which.

ALTER TABLE terminals ADD COLUMN office TEXT;
-- SHA-256 of the one certificate (DER) that counts, and its end.
ALTER TABLE terminals ADD COLUMN certificate BLOB;
ALTER TABLE terminals ADD COLUMN certificate_until INTEGER;

-- One open code a terminal; only a digest of it is kept.
CREATE TABLE invitations (
    terminal   TEXT PRIMARY KEY,
    office     TEXT NOT NULL,
    code_hash  BLOB NOT NULL CHECK (length(code_hash) = 32),
    expires_at INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    used_at    INTEGER
) STRICT;

CREATE TABLE blocks (
    kind       TEXT NOT NULL CHECK (kind IN ('terminal', 'office')),
    name       TEXT NOT NULL,
    reason     TEXT NOT NULL,
    blocked_at INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT;

-- One row, written to see whether anything can be.
CREATE TABLE probe (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    written_at INTEGER NOT NULL
) STRICT;

-- Officers: three more roles, and a second factor. The secret is sealed; the last step of time that was used is kept,
-- so that no code counts twice.
--only sqlite
PRAGMA defer_foreign_keys = ON;
CREATE TEMPORARY TABLE officers_before AS SELECT id, name, role, office, password_hash, created_at FROM officers;
DROP TABLE officers;
CREATE TABLE officers (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('receiving', 'approving', 'senior', 'teller', 'auditor', 'device_admin')),
    office        TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    totp_secret   BLOB,
    totp_step     INTEGER
) STRICT;
INSERT INTO officers (id, name, role, office, password_hash, created_at) SELECT * FROM officers_before;
DROP TABLE officers_before;
--only postgres
ALTER TABLE officers DROP CONSTRAINT officers_role_check;
ALTER TABLE officers ADD CONSTRAINT officers_role_check
    CHECK (role IN ('receiving', 'approving', 'senior', 'teller', 'auditor', 'device_admin'));
ALTER TABLE officers ADD COLUMN totp_secret BYTEA;
ALTER TABLE officers ADD COLUMN totp_step BIGINT;
