"""The stages of a training session, in order, under one clock: each ends in something that is kept."""
