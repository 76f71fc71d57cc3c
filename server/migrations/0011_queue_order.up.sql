-- The order in which cases are claimed, for each level: however long the queue is, the next one is at its head.
-- 'high' comes before 'ordinary' in the alphabet too.

CREATE INDEX cases_next ON cases (level, due_on, risk, received_at)
    WHERE state IN ('queued', 'claimed', 'approved_once');
