-- The code of a page, by which an answer to it names its incident.

-- +goose Up

ALTER TABLE pages ADD COLUMN token TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE pages SET token = coalesce(doc::json ->> 'token', '');
CREATE INDEX pages_open_by_code ON pages (hash, token) WHERE open AND token <> '';

-- +goose Down

DROP INDEX pages_open_by_code;
ALTER TABLE pages DROP COLUMN token;
