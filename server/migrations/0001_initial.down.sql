DROP TABLE audit_checkpoints;
DROP TABLE audit;
--only postgres
DROP FUNCTION audit_is_append_only();
--both
DROP TABLE challenges;
DROP TABLE confirmers;
DROP TABLE cases;
DROP TABLE sessions;
DROP TABLE terminals;
DROP TABLE sign_in_failures;
DROP TABLE officers;
