"""One file per program whose time logs are read or written; `registry` lists them all."""
