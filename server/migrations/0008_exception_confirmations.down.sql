DROP TABLE exception_confirmations;
