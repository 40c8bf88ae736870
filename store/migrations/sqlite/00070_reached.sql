-- When messages last reached people. Times are milliseconds since 1970 in UTC.

-- +goose Up

-- reached_at: when the page's person answered, or when the last message left that was delivered; 0 if none was.
ALTER TABLE pages ADD COLUMN responder TEXT NOT NULL DEFAULT '';
ALTER TABLE pages ADD COLUMN reached_at INTEGER NOT NULL DEFAULT 0;
UPDATE pages SET
    responder = coalesce(json_extract(doc, '$.responder'), ''),
    reached_at = max(
        coalesce(CAST(round((julianday(json_extract(doc, '$.answered_at')) - 2440587.5) * 86400000) AS INTEGER), 0),
        coalesce((SELECT max(CAST(round((julianday(json_extract(a.value, '$.at')) - 2440587.5) * 86400000) AS INTEGER))
                  FROM json_each(pages.doc, '$.attempts') AS a WHERE json_extract(a.value, '$.state') = 'delivered'), 0)
    );

CREATE INDEX pages_reached ON pages (incident, responder, reached_at) WHERE reached_at > 0;

-- The last test page of everybody.
CREATE TABLE test_pages (
    site         TEXT    NOT NULL,
    responder    TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    rev          INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    why          TEXT    NOT NULL,
    wrong        BOOLEAN NOT NULL,
    delivered_at INTEGER NOT NULL, -- 0 if it was not
    answered_at  INTEGER NOT NULL,
    reached_at   INTEGER NOT NULL, -- by this one, or one before
    PRIMARY KEY (site, responder)
);

-- +goose Down

DROP TABLE test_pages;
DROP INDEX pages_reached;
ALTER TABLE pages DROP COLUMN reached_at;
ALTER TABLE pages DROP COLUMN responder;
