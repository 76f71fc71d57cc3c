DROP TABLE source_events;
