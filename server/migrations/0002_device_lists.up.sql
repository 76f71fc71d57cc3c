-- Every list of devices that was ever signed, as signed: the newest is the one that terminals get.

CREATE TABLE device_lists (
    version   INTEGER PRIMARY KEY,
    signed_at INTEGER NOT NULL,
    jws       TEXT NOT NULL
) STRICT;

--only sqlite
CREATE TRIGGER device_lists_never_change BEFORE UPDATE ON device_lists
BEGIN
    SELECT RAISE(ABORT, 'a signed list is never changed');
END;

CREATE TRIGGER device_lists_never_vanish BEFORE DELETE ON device_lists
BEGIN
    SELECT RAISE(ABORT, 'a signed list is never deleted');
END;

--only postgres
CREATE FUNCTION device_lists_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signed list is never changed';
END $$;

CREATE TRIGGER device_lists_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON device_lists
    FOR EACH STATEMENT EXECUTE FUNCTION device_lists_are_kept();
