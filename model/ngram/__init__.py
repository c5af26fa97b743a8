"""The n-gram model that has to be beaten: counts, a linear model, calibrated logits."""
