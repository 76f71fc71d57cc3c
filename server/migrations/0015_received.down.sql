DROP INDEX cases_next;
DROP INDEX cases_unchecked;
ALTER TABLE cases DROP COLUMN unchecked_since;
CREATE INDEX cases_next ON cases (level, due_on, risk, received_at)
    WHERE state IN ('queued', 'claimed', 'approved_once');
