-- People who sign in, their sessions, and API tokens. Times are milliseconds since 1970 in UTC. A doc is the JSON of what the
-- columns beside it do not say.

-- +goose Up

-- version: rises with every change of accounts and tokens, so that other processes know to read them again.
CREATE TABLE directory (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    version BIGINT NOT NULL
);
INSERT INTO directory (one, version) VALUES (1, 0);

-- subject: who that is at the identity provider, empty if not known.
CREATE TABLE accounts (
    id      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    login   TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    doc     TEXT NOT NULL
);
CREATE UNIQUE INDEX accounts_by_login ON accounts (login);
CREATE UNIQUE INDEX accounts_by_subject ON accounts (subject) WHERE subject <> '';

-- hash: of the secret.
CREATE TABLE tokens (
    id      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
    hash    TEXT COLLATE "C" NOT NULL,
    doc     TEXT NOT NULL
);
CREATE UNIQUE INDEX tokens_by_hash ON tokens (hash);
CREATE INDEX tokens_by_account ON tokens (account);

CREATE TABLE sessions (
    hash       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account    TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX sessions_by_age ON sessions (seen_at);

-- Wrong passwords since the last right one.
CREATE TABLE tries (
    account      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    wrong        BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);

-- +goose Down

DROP TABLE tries;
DROP TABLE sessions;
DROP TABLE tokens;
DROP TABLE accounts;
DROP TABLE directory;
