-- A case that was received and waits for the backend's own look at its images; no officer sees it before that.
-- Its state says 'queued' already, and the life of a case knows it as received while this column is filled.

ALTER TABLE cases ADD COLUMN unchecked_since INTEGER;
CREATE INDEX cases_unchecked ON cases (id) WHERE unchecked_since IS NOT NULL;
DROP INDEX cases_next;
CREATE INDEX cases_next ON cases (level, due_on, risk, received_at)
    WHERE state IN ('queued', 'claimed', 'approved_once') AND unchecked_since IS NULL;
