-- Who may ask about persons, by which contract and permit; to what persons consented; and that a request was
-- answered, by the digest of its receipt. Nothing that was asked or answered is here.

CREATE TABLE relying_parties (
    id             TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    contract       TEXT NOT NULL,
    contract_until TEXT NOT NULL,
    permit         TEXT NOT NULL,
    permit_until   TEXT NOT NULL,
    public_key     TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'revoked')),
    registered_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE consents (
    consent     TEXT PRIMARY KEY,
    subject     BLOB NOT NULL,
    party       TEXT NOT NULL REFERENCES relying_parties (id),
    recorded_by TEXT NOT NULL REFERENCES officers (id),
    given_at    INTEGER NOT NULL,
    reference   BLOB NOT NULL
) STRICT;

CREATE TABLE consent_withdrawals (
    consent      TEXT PRIMARY KEY REFERENCES consents (consent),
    recorded_by  TEXT NOT NULL REFERENCES officers (id),
    withdrawn_at INTEGER NOT NULL
) STRICT;

CREATE TABLE party_receipts (
    request     TEXT PRIMARY KEY,
    consent     TEXT NOT NULL REFERENCES consents (consent),
    answered_at INTEGER NOT NULL,
    digest      BLOB NOT NULL
) STRICT;

CREATE INDEX party_receipts_of_consent ON party_receipts (consent);

--only sqlite
CREATE TRIGGER consents_never_change BEFORE UPDATE ON consents
BEGIN
    SELECT RAISE(ABORT, 'the consent ledger is append-only');
END;

CREATE TRIGGER consents_never_vanish BEFORE DELETE ON consents
BEGIN
    SELECT RAISE(ABORT, 'the consent ledger is append-only');
END;

CREATE TRIGGER withdrawals_never_change BEFORE UPDATE ON consent_withdrawals
BEGIN
    SELECT RAISE(ABORT, 'the consent ledger is append-only');
END;

CREATE TRIGGER withdrawals_never_vanish BEFORE DELETE ON consent_withdrawals
BEGIN
    SELECT RAISE(ABORT, 'the consent ledger is append-only');
END;

--only postgres
CREATE FUNCTION consent_ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the consent ledger is append-only';
END $$;

CREATE TRIGGER consents_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON consents
    FOR EACH STATEMENT EXECUTE FUNCTION consent_ledger_is_append_only();

CREATE TRIGGER withdrawals_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_withdrawals
    FOR EACH STATEMENT EXECUTE FUNCTION consent_ledger_is_append_only();
