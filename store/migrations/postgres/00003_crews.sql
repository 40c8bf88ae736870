-- Whom each incident holds in its seats, for the others. Times are nanoseconds since 1970 in UTC.

-- +goose Up

CREATE TABLE crews (
    incident TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    rev      BIGINT NOT NULL,
    site     TEXT COLLATE "C" NOT NULL,
    mode     TEXT COLLATE "C" NOT NULL,
    doc      TEXT NOT NULL -- title, level and whether lives are at stake, as JSON
);

-- hash: of the person's number, empty if it is not known. site and mode are the crew's, so that one index finds the latest of a site.
CREATE TABLE holds (
    incident  TEXT COLLATE "C" NOT NULL,
    responder TEXT COLLATE "C" NOT NULL,
    hash      TEXT COLLATE "C" NOT NULL,
    site      TEXT COLLATE "C" NOT NULL,
    mode      TEXT COLLATE "C" NOT NULL,
    since     BIGINT NOT NULL,
    PRIMARY KEY (incident, responder)
);
CREATE INDEX holds_by_hash ON holds (hash);
CREATE INDEX holds_by_site ON holds (site, mode, since);

-- +goose Down

DROP TABLE holds;
DROP TABLE crews;
