"""What scores, curves and labels say, and how surely: metrics, intervals, verdicts."""
