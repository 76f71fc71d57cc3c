-- What a case's verdict rested on is one more sealed part of the case.

CREATE TABLE blobs_with_evidence (
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind    TEXT NOT NULL CHECK (kind IN ('submission', 'presentation', 'evidence')),
    sealed  BLOB NOT NULL,
    PRIMARY KEY (case_id, kind)
) STRICT;

INSERT INTO blobs_with_evidence SELECT case_id, kind, sealed FROM blobs;
DROP TABLE blobs;
ALTER TABLE blobs_with_evidence RENAME TO blobs;
