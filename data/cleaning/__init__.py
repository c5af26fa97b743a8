"""Quick and dirty cleaning as named rules, duplicates before the split, and the split itself."""
