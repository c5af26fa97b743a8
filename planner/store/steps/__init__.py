"""The steps that made the tables, one file per table family. A step that was released is never edited."""
