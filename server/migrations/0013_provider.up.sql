-- By what right relying parties are served. Every change is a row, and the last one counts.

CREATE TABLE provider_rights (
    version         INTEGER PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('state_agency', 'certificate')),
    number          TEXT,
    issued_on       TEXT,
    valid_until     TEXT,
    standing        TEXT CHECK (standing IN ('active', 'suspended', 'revoked')),
    suspended_until TEXT,
    recorded_at     INTEGER NOT NULL,
    CHECK (kind = 'state_agency' OR (number IS NOT NULL AND issued_on IS NOT NULL AND valid_until IS NOT NULL
        AND standing IS NOT NULL)),
    CHECK (standing <> 'suspended' OR suspended_until IS NOT NULL)
) STRICT;
