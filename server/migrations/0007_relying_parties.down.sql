DROP TABLE party_receipts;
DROP TABLE consent_withdrawals;
DROP TABLE consents;
--only postgres
DROP FUNCTION consent_ledger_is_append_only();
--both
DROP TABLE relying_parties;
