-- Versions of sites, so that nobody overwrites what somebody else has just changed; and the calendars that may be read without
-- signing in. Times are milliseconds since 1970 in UTC.

-- +goose Up

ALTER TABLE sites ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- responder: whose duty it shows, empty for the whole site's. hash: of the secret in its address.
CREATE TABLE feeds (
    id        TEXT NOT NULL PRIMARY KEY,
    site      TEXT NOT NULL,
    responder TEXT NOT NULL,
    hash      TEXT NOT NULL UNIQUE,
    made_at   INTEGER NOT NULL
);
CREATE INDEX feeds_by_site ON feeds (site);

-- +goose Down

DROP TABLE feeds;
ALTER TABLE sites DROP COLUMN version;
