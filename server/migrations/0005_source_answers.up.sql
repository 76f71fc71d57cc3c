-- What identity sources answered about a case: the signed record, sealed by the case's key. Destroying that key
-- forgets the answers with the rest.

CREATE TABLE source_answers (
    question TEXT PRIMARY KEY,
    case_id  TEXT NOT NULL REFERENCES cases (id),
    source   TEXT NOT NULL CHECK (source IN ('population', 'id_card', 'immigration', 'organisation', 'agency')),
    asked_at INTEGER NOT NULL,
    sealed   BLOB NOT NULL
) STRICT;

CREATE INDEX source_answers_of_case ON source_answers (case_id, asked_at);
