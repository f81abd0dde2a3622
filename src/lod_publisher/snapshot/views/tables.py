"""The tables of what the views show; entities stand in them by the catalogue's numbers, year 0 is an unknown one."""

FILE = "views.sqlite"
VERSION = 1

# spans: the first and last day that the date of a document or an event allows, and how many days that is; months: how many of
# them fall into each month, or into a year when the date is no nearer, or nowhere ("").
# here: what was written or happened at a place; letters: from where to where, and on what grounds the second is known
# (`letters`: whence the addressee wrote that year, `seat`: where it has its seat).
# bonds: who wrote to whom and who met whom (the smaller number first); spots: where each stands in the drawing.
TABLES = """
CREATE TABLE spans(entity INTEGER PRIMARY KEY, kind TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, days INTEGER NOT NULL);
CREATE TABLE months(kind TEXT NOT NULL, month TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (kind, month)) WITHOUT ROWID;
CREATE TABLE points(place INTEGER PRIMARY KEY, latitude REAL NOT NULL, longitude REAL NOT NULL);
CREATE TABLE here(
    place INTEGER NOT NULL, kind TEXT NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (place, kind, year)
) WITHOUT ROWID;
CREATE TABLE letters(
    origin INTEGER NOT NULL, target INTEGER NOT NULL, year INTEGER NOT NULL, grounds TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (origin, target, year, grounds)
) WITHOUT ROWID;
CREATE TABLE bonds(
    kind TEXT NOT NULL, one INTEGER NOT NULL, other INTEGER NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (kind, one, other, year)
) WITHOUT ROWID;
CREATE TABLE spots(entity INTEGER PRIMARY KEY, x REAL NOT NULL, y REAL NOT NULL);
CREATE TABLE figures(name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX spans_by_day ON spans(kind, first, last);
CREATE INDEX spans_by_length ON spans(kind, days);
CREATE INDEX bonds_by_one ON bonds(one);
CREATE INDEX bonds_by_other ON bonds(other);
"""
