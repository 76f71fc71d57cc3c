-- That a second person confirmed a finger's exception: to one officer at one terminal, for one file. Which file, finger
-- and reason is a keyed digest, so that nothing of a citizen lies here.

CREATE TABLE exception_confirmations (
    id           TEXT PRIMARY KEY,
    session      TEXT NOT NULL REFERENCES sessions (id),
    submitter    TEXT NOT NULL REFERENCES officers (id),
    confirmed_by TEXT NOT NULL REFERENCES officers (id),
    statement    BLOB NOT NULL CHECK (length(statement) = 32),
    issued_at    INTEGER NOT NULL,
    counts_until INTEGER NOT NULL,
    -- The case is written after its confirmations are used, in the same transaction.
    used_by      TEXT REFERENCES cases (id) DEFERRABLE INITIALLY DEFERRED,
    -- Four eyes, also against a mistake in the program.
    CHECK (confirmed_by <> submitter)
) STRICT;

CREATE INDEX exception_confirmations_used ON exception_confirmations (used_by) WHERE used_by IS NOT NULL;
