-- Versions of sites, so that nobody overwrites what somebody else has just changed; and the calendars that may be read without
-- signing in. Times are milliseconds since 1970 in UTC.

-- +goose Up

ALTER TABLE sites ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- responder: whose duty it shows, empty for the whole site's. hash: of the secret in its address.
CREATE TABLE feeds (
    id        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    site      TEXT COLLATE "C" NOT NULL,
    responder TEXT COLLATE "C" NOT NULL,
    hash      TEXT COLLATE "C" NOT NULL UNIQUE,
    made_at   BIGINT NOT NULL
);
CREATE INDEX feeds_by_site ON feeds (site);

-- +goose Down

DROP TABLE feeds;
ALTER TABLE sites DROP COLUMN version;
