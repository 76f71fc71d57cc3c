DROP TABLE reports;
--only postgres
DROP FUNCTION a_frozen_report_never_changes();
