"""Work in the background: one job at a time, step by step, each step whole or not at all."""
