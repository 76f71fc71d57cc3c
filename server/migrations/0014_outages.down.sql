DROP TABLE maintenance;
DROP TABLE outages;
DROP TABLE service_seen;
