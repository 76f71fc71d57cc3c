DROP TABLE source_answers;
