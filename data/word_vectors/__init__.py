"""Word vectors that a person brings: any usual file of them, of which only the rows of the words wanted are read."""
