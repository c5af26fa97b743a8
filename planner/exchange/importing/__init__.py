"""From entries that were read to entries in the log: which are known, changed, in doubt; planned first, then done."""
