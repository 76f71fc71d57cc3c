-- What identity sources told by themselves: of whom, by pseudonym only, and for as long as samples are kept.

CREATE TABLE source_events (
    event       TEXT PRIMARY KEY,
    source      TEXT NOT NULL CHECK (source IN ('population', 'id_card', 'immigration', 'organisation', 'agency')),
    change      TEXT NOT NULL CHECK (change IN ('changed', 'locked', 'died', 'restored')),
    subject     BLOB NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;

CREATE INDEX source_events_of_subject ON source_events (subject, received_at);
