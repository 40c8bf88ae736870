-- Photos that people add to steps as evidence. Times are milliseconds since 1970 in UTC.

-- +goose Up

-- sha256: of picture, a JPEG; small shows it in lists. lat, lon: where it was taken, in degrees, where that is known and kept.
CREATE TABLE photos (
    incident TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    step     TEXT    NOT NULL,
    added_by TEXT    NOT NULL,
    added_at INTEGER NOT NULL,
    sha256   TEXT    NOT NULL,
    size     INTEGER NOT NULL,
    width    INTEGER NOT NULL,
    height   INTEGER NOT NULL,
    lat      REAL,
    lon      REAL,
    small    BLOB    NOT NULL,
    picture  BLOB    NOT NULL,
    PRIMARY KEY (incident, id)
);

-- +goose Down

DROP TABLE photos;
