-- What processes that share the database have in common: how often something has changed (n), what they have agreed on
-- (said), and whose turn it is (n, microseconds since 1970).

-- +goose Up

CREATE TABLE shared (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    n    BIGINT NOT NULL DEFAULT 0,
    said TEXT COLLATE "C" NOT NULL DEFAULT ''
);

-- +goose Down

DROP TABLE shared;
