"""The bidirectional LSTM in plain Keras, and the fast ways to run and train it on a CPU."""
