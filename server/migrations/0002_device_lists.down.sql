DROP TABLE device_lists;
--only postgres
DROP FUNCTION device_lists_are_kept();
