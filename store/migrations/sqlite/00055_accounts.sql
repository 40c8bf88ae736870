-- People who sign in, their sessions, and API tokens. Times are milliseconds since 1970 in UTC. A doc is the JSON of what the
-- columns beside it do not say.

-- +goose Up

-- version: rises with every change of accounts and tokens, so that other processes know to read them again.
CREATE TABLE directory (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL
);
INSERT INTO directory (one, version) VALUES (1, 0);

-- subject: who that is at the identity provider, empty if not known.
CREATE TABLE accounts (
    id      TEXT NOT NULL PRIMARY KEY,
    login   TEXT NOT NULL,
    subject TEXT NOT NULL,
    doc     TEXT NOT NULL
);
CREATE UNIQUE INDEX accounts_by_login ON accounts (login);
CREATE UNIQUE INDEX accounts_by_subject ON accounts (subject) WHERE subject <> '';

-- hash: of the secret.
CREATE TABLE tokens (
    id      TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    hash    TEXT NOT NULL,
    doc     TEXT NOT NULL
);
CREATE UNIQUE INDEX tokens_by_hash ON tokens (hash);
CREATE INDEX tokens_by_account ON tokens (account);

CREATE TABLE sessions (
    hash       TEXT    NOT NULL PRIMARY KEY,
    account    TEXT    NOT NULL REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX sessions_by_age ON sessions (seen_at);

-- Wrong passwords since the last right one.
CREATE TABLE tries (
    account      TEXT    NOT NULL PRIMARY KEY,
    wrong        INTEGER NOT NULL,
    locked_until INTEGER NOT NULL
);

-- +goose Down

DROP TABLE tries;
DROP TABLE sessions;
DROP TABLE tokens;
DROP TABLE accounts;
DROP TABLE directory;
