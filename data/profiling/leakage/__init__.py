"""Columns that give the label away (target leakage): copies, codes, numbers that split the classes, telling words."""
