-- When messages last reached people. Times are milliseconds since 1970 in UTC.

-- +goose Up

-- reached_at: when the page's person answered, or when the last message left that was delivered; 0 if none was.
ALTER TABLE pages ADD COLUMN responder TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE pages ADD COLUMN reached_at BIGINT NOT NULL DEFAULT 0;
UPDATE pages SET
    responder = coalesce(doc::json ->> 'responder', ''),
    reached_at = greatest(
        coalesce(round(extract(epoch FROM (doc::json ->> 'answered_at')::timestamptz) * 1000)::bigint, 0),
        coalesce((SELECT max(round(extract(epoch FROM (a ->> 'at')::timestamptz) * 1000)::bigint)
                  FROM json_array_elements(CASE json_typeof(doc::json -> 'attempts') WHEN 'array' THEN doc::json -> 'attempts' ELSE '[]' END) AS a
                  WHERE a ->> 'state' = 'delivered'), 0)
    );

CREATE INDEX pages_reached ON pages (incident, responder, reached_at) WHERE reached_at > 0;

-- The last test page of everybody.
CREATE TABLE test_pages (
    site         TEXT COLLATE "C" NOT NULL,
    responder    TEXT COLLATE "C" NOT NULL,
    at           BIGINT NOT NULL,
    rev          BIGINT NOT NULL,
    state        TEXT COLLATE "C" NOT NULL,
    why          TEXT COLLATE "C" NOT NULL,
    wrong        BOOLEAN NOT NULL,
    delivered_at BIGINT NOT NULL, -- 0 if it was not
    answered_at  BIGINT NOT NULL,
    reached_at   BIGINT NOT NULL, -- by this one, or one before
    PRIMARY KEY (site, responder)
);

-- +goose Down

DROP TABLE test_pages;
DROP INDEX pages_reached;
ALTER TABLE pages DROP COLUMN reached_at;
ALTER TABLE pages DROP COLUMN responder;
