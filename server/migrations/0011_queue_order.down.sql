DROP INDEX cases_next;
