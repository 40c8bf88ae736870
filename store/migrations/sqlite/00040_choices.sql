-- Residents who want no messages, or want them again. Times are milliseconds since 1970 in UTC.

-- +goose Up

-- hash: of the number. out: 1 for no messages, 0 for messages again.
CREATE TABLE choices (
    hash      TEXT    NOT NULL PRIMARY KEY,
    out       INTEGER NOT NULL,
    chosen_at INTEGER NOT NULL
);

-- +goose Down

DROP TABLE choices;
