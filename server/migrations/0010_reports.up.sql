-- Reports of the provider as they were frozen. What was sent is what lies here: it never changes.

CREATE TABLE reports (
    id          TEXT PRIMARY KEY,
    period_from TEXT NOT NULL,
    period_to   TEXT NOT NULL,
    frozen_at   INTEGER NOT NULL,
    signed      TEXT NOT NULL,
    pdf         BLOB NOT NULL
) STRICT;

--only sqlite
CREATE TRIGGER reports_never_change BEFORE UPDATE ON reports
BEGIN
    SELECT RAISE(ABORT, 'a frozen report never changes');
END;

CREATE TRIGGER reports_never_vanish BEFORE DELETE ON reports
BEGIN
    SELECT RAISE(ABORT, 'a frozen report never changes');
END;

--only postgres
CREATE FUNCTION a_frozen_report_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a frozen report never changes';
END $$;

CREATE TRIGGER reports_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON reports
    FOR EACH STATEMENT EXECUTE FUNCTION a_frozen_report_never_changes();
