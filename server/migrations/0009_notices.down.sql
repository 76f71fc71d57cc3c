DROP TABLE notices;
DROP TABLE contacts;
