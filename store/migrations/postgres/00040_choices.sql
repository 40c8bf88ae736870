-- Residents who want no messages, or want them again. Times are milliseconds since 1970 in UTC.

-- +goose Up

-- hash: of the number. out: no messages.
CREATE TABLE choices (
    hash      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    out       BOOLEAN NOT NULL,
    chosen_at BIGINT NOT NULL
);

-- +goose Down

DROP TABLE choices;
