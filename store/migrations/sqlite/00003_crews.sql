-- Whom each incident holds in its seats, for the others. Times are nanoseconds since 1970 in UTC.

-- +goose Up

CREATE TABLE crews (
    incident TEXT    NOT NULL PRIMARY KEY,
    rev      INTEGER NOT NULL,
    site     TEXT    NOT NULL,
    mode     TEXT    NOT NULL,
    doc      TEXT    NOT NULL -- title, level and whether lives are at stake, as JSON
);

-- hash: of the person's number, empty if it is not known. site and mode are the crew's, so that one index finds the latest of a site.
CREATE TABLE holds (
    incident  TEXT    NOT NULL,
    responder TEXT    NOT NULL,
    hash      TEXT    NOT NULL,
    site      TEXT    NOT NULL,
    mode      TEXT    NOT NULL,
    since     INTEGER NOT NULL,
    PRIMARY KEY (incident, responder)
);
CREATE INDEX holds_by_hash ON holds (hash);
CREATE INDEX holds_by_site ON holds (site, mode, since);

-- +goose Down

DROP TABLE holds;
DROP TABLE crews;
