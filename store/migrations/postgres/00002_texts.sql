-- Texts from phones that were handed to the engine. Times are milliseconds since 1970 in UTC.

-- +goose Up

-- hash: of the sender's number. incidents: a JSON list of the open incidents that had called it.
CREATE TABLE texts (
    id        TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- the carrier's
    hash      TEXT COLLATE "C" NOT NULL,
    incidents TEXT NOT NULL,
    handed_at BIGINT NOT NULL
);
CREATE INDEX texts_by_age ON texts (handed_at);

-- +goose Down

DROP TABLE texts;
