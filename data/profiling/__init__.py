"""A table looked at before it is used: classes, lengths, telling words, examples, what cleaning would do."""
